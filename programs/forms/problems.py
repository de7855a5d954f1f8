from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that would stop a submission. `section` is "" for an answer the form does not ask for."""

    key: str
    section: str
    code: str
    message: str

    @property
    def field_id(self) -> str:
        """The id on the page of the section that an error summary links to."""
        return f"q-{self.key}" if self.section else ""

    @property
    def text(self) -> str:
        """The sentence, under the name that the error summary reads."""
        return self.message
