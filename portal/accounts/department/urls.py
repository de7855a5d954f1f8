"""Addresses of posts, invitations and people."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from portal.accounts.department import people, views
from portal.accounts.department.invitation import invitation


class InvitationChange(StringConverter):
    """What can be done with an invitation that waits."""

    regex = "resend|revoke"


register_converter(InvitationChange, "invitation_change")

urlpatterns = [
    path("department/people/", views.department_people, name="department_people"),
    path("department/people/invite/", views.invite, name="invite"),
    path("department/people/<int:pk>/", views.department_post, name="department_post"),
    path("department/people/<int:pk>/<slug:action>/", views.change_post, name="change_post"),
    path("department/absences/<int:pk>/end/", views.end_absence, name="end_absence"),
    path(
        "department/invitations/<int:pk>/<invitation_change:action>/",
        views.change_invitation,
        name="change_invitation",
    ),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/roles/<slug:kind>/take/", people.take_role, name="take_role"),
    path("people/<int:pk>/<slug:change>/", people.change_person, name="change_person"),
]
