"""What a program of each kind promises in figures: typed, each value with the clause that states it."""
