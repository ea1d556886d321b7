"""Why a training stopped, in words."""

from core.support.i18n import pgettext


def stop_reason_text(stopped_by: str) -> str:
    """What a training was stopped by, in a word or two; the names of stop rules, `diverged` or `interrupted`."""
    match stopped_by:
        case "epochs":
            return pgettext("stopped by", "epochs")
        case "early_stopping":
            return pgettext("stopped by", "early stopping")
        case "tolerance":
            return pgettext("stopped by", "tolerance")
        case "diverged":
            return pgettext("stopped by", "diverged")
        case "interrupted":
            return pgettext("stopped by", "interrupted")
    return stopped_by.replace("_", " ")
