from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "khuevan.platform.proof"
    label = "proof"
