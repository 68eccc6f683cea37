"""The words of formulas and what counts them belong together."""

from khuevan.insight.statistics.api import MEASURES
from khuevan.insight.statistics.queries.topics import TOPIC_OF, TOPICS

FILTERS = {"grade": "khoi", "term": "ky", "subject": "mon"}


def test_every_measure_is_counted_once_by_a_topic_with_its_filters():
    counted = [measure for topic in TOPICS for measure in topic.measures]
    assert sorted(counted) == sorted(MEASURES)
    for code, measure in MEASURES.items():
        assert measure.source == TOPIC_OF[code].view
        assert measure.filters == {FILTERS[key] for key in TOPIC_OF[code].keys}


def test_words_fit_their_column():
    assert max(map(len, MEASURES)) <= 14
