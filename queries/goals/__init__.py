"""Questions about the red thread, from tiltak to the SDGs and back."""
