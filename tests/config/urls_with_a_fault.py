"""The addresses of the application, and one that fails."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from config import urls


@login_not_required
def fail(_request):
    raise RuntimeError("planted")


# An address needs a name that config/access.py knows.
urlpatterns = [path("fel/", fail, name="help"), *urls.urlpatterns]
handler400 = urls.handler400
