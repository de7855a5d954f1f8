import pytest

from portal.importing.columns import guess


@pytest.mark.parametrize(
    ("header", "fact", "year", "unit"),
    [
        ("统一社会信用代码", "uscc", None, "yuan"),
        ("Unified social credit code", "uscc", None, "yuan"),
        ("企业名称（全称）", "", None, "yuan"),
        ("2024年度营业收入(万元)", "revenue", 2024, "wan"),
        ("营业收入（元）", "revenue", 2025, "yuan"),
        ("研发费用 / 万元", "rd_expense", 2025, "wan"),
        ("注册资本(单位：万元)", "registered_capital", None, "wan"),
        ("Revenue 2023 (10,000 yuan)", "revenue", 2023, "wan"),
        ("staff", "staff", 2025, "yuan"),
        ("备注", "", None, "yuan"),
    ],
)
def test_guess_reads_the_header(header, fact, year, unit):
    assert guess(header, 2025) == {"fact": fact, "year": year, "unit": unit}
