# One image for web, worker and beat; the command says which. See docker-compose.yml.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    VAR_DIR=/var/lib/portal \
    NUMBA_CACHE_DIR=/var/lib/portal/numba

RUN useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal \
    && install --directory --owner portal --group portal /var/lib/portal/numba /var/lib/portal/attachments /var/lib/portal/reports

WORKDIR /srv/portal
# First what changes seldom, so that a change of the code does not install everything again.
COPY requirements.txt constraints.txt ./
RUN pip install --requirement requirements.txt
COPY . .

USER portal
# The key signs nothing: files are only copied and compressed here.
RUN SECRET_KEY=unused-while-building python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
CMD ["python", "-m", "gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000"]
