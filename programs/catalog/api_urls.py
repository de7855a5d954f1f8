from rest_framework.routers import SimpleRouter

from programs.catalog.api import ProgramViewSet, RoundViewSet

router = SimpleRouter(use_regex_path=False)
router.register("programs", ProgramViewSet, basename="api_program")
router.register("rounds", RoundViewSet, basename="api_round")
urlpatterns = router.urls
