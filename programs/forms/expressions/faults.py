class Fault(Exception):
    """Why an expression is refused: a sentence that says what to do.

    `at`: the character (from 0) in it; `expected`: what could stand there instead, as a sentence or "".
    """

    def __init__(self, sentence: str, at: int = 0, expected: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at
        self.expected = expected
