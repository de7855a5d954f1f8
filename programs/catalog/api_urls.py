from django.urls import path
from rest_framework.routers import SimpleRouter

from programs.catalog.api import ProgramViewSet, RoundViewSet
from programs.catalog.following_api import FollowDetail, FollowList

router = SimpleRouter(use_regex_path=False)
router.register("programs", ProgramViewSet, basename="api_program")
router.register("rounds", RoundViewSet, basename="api_round")
urlpatterns = [
    *router.urls,
    path("follows/", FollowList.as_view(), name="api_follows"),
    path("follows/<slug:slug>/", FollowDetail.as_view(), name="api_follow"),
]
