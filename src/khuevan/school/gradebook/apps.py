from django.apps import AppConfig


class GradebookConfig(AppConfig):
    name = "khuevan.school.gradebook"
    label = "gradebook"
