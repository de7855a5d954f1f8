from django.urls import path
from rest_framework.routers import SimpleRouter

from programs.policies.api import DocumentViewSet
from programs.policies.coverage_api import CoverageView
from programs.policies.offers_api import MeasureViewSet, RuleViewSet, TargetViewSet

router = SimpleRouter()
router.register("policies", DocumentViewSet, basename="api_policy")
router.register("measures", MeasureViewSet, basename="api_measure")
router.register("rules", RuleViewSet, basename="api_rule")
router.register("targets", TargetViewSet, basename="api_target")
urlpatterns = [
    path("policies/coverage/", CoverageView.as_view(), name="api_policy_coverage"),
    *router.urls,
]
