from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    name = "khuevan.school.transcripts"
    label = "transcripts"
