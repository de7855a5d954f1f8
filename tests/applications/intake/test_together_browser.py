"""Two people in one draft, each in a browser of their own."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import answers, enter, shows
from tests.factories import intake
from tests.factories.accounts import UserFactory
from tests.factories.organizations import member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]


def test_two_people_see_each_other_and_neither_overwrites_the_other(open_page: Any, live: Any) -> None:
    application = intake.draft()
    one, other = open_page(), open_page()
    enter(one, intake.holder(application), live)
    colleague = member(application.organization, "editor", UserFactory(name="周怀瑾"))
    enter(other, colleague, live)
    url = address(application, "application_section", "firm")
    one.goto(url)
    expect(one.locator("#colleagues li")).to_have_count(0)
    other.goto(url)
    expect(other.locator("#colleagues")).to_contain_text(str(intake.holder(application).user))

    other.fill("#q-contact", "周怀瑾")
    shows(other, "saved")
    one.fill("#q-staff", "21")
    shows(one, "saved")
    expect(one.locator("#colleagues")).to_contain_text("周怀瑾也在填写这一部分")
    assert answers(application) == {"contact": "周怀瑾", "staff": 21}

    one.fill("#q-contact", "林晚舟")
    shows(one, "choose")
    for words in ("周怀瑾", "林晚舟"):
        expect(one.locator("#conflicts")).to_contain_text(words)
    assert answers(application)["contact"] == "周怀瑾"
    one.locator("[name=choice-contact][value=mine]").check()
    one.locator("#conflicts button").click()
    expect(one.locator("#conflicts li, #conflicts fieldset")).to_have_count(0)
    assert answers(application)["contact"] == "林晚舟"
