from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "khuevan.school.enrolment"
    label = "enrolment"
