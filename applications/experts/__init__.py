"""The pool of experts: who may review, for how long, and whom they are tied to."""
