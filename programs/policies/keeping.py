"""Every version of documents, clauses and what they promise is kept."""

from portal.versions.registry import Kept, keep
from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target


def keep_all() -> None:
    """Told from AppConfig.ready()."""
    for kept in (
        Kept(PolicyDocument, fixed=("slug",)),
        Kept(Clause, fixed=("document", "number")),
        Kept(Measure, parts=("figures",), fixed=("slug",)),
        Kept(Rule, fixed=("slug",)),
        Kept(Target, fixed=("slug",)),
    ):
        keep(kept)
