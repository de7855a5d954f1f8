"""A station let its time pass: the department above hears it, once."""

from django.urls import reverse

from applications.intake.models import Application, ApplicationEvent
from applications.stations.reminding import PASSED, values_of
from portal.accounts.models import Post
from portal.inbox.services import Note, Told, send_all
from portal.ui.texts import localized
from programs.catalog.stages import Stage


def tell_passed_on(application: Application, event: ApplicationEvent) -> None:
    """The heads of the department that the round names hear of what its station let pass; hears every
    action."""
    if event.kind != "passed_on" or application.station is None:
        return
    stage = application.round.stage(Stage.RECOMMENDATION)
    if stage is None or stage.escalate_to_id is None:
        return

    def tell() -> Told:
        found = {**values_of(application, event.at), "department": localized(application.station, "name")}
        return Told(found, reverse("review_application", args=[application.pk]))

    heads = Post.objects.in_force().filter(
        department=stage.escalate_to_id, rank=Post.Rank.HEAD, user__is_active=True
    )
    send_all(
        Note(post.user, PASSED, f"{PASSED}:{application.pk}:{event.seq}:{post.user_id}", tell=tell)
        for post in heads.select_related("user")
    )
