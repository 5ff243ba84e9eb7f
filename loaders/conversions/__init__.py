"""Files and registers in forms that others have made, read into ordinary datasets that a person looks through."""
