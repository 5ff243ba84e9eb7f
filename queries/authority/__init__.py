"""Questions about authority: who may decide, on what basis, on which day, and who must oversee whom."""
