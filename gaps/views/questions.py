"""Questions of reviewers, for the organisations that they are put to; and comments on findings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import ListView

from gaps import decisions
from gaps.decisions import DecisionRefused
from gaps.desk import comment_options
from gaps.models import Finding, Question
from gaps.review_forms import AnswerForm, CommentForm
from portal.access import VisibleToRequester


class QuestionList(LoginRequiredMixin, VisibleToRequester, ListView):
    """Unanswered ones first."""

    queryset = Question.objects.for_display().order_by("-answered", "-pk")
    template_name = "gaps/question_list.html"
    paginate_by = 25


@require_http_methods(["GET", "HEAD", "POST"])
def question_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question with its answer, or the form to answer it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    visible = Question.objects.visible_to(request.user).for_display()
    question = get_object_or_404(visible, public_id=public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decisions.answer(question=question, text=form.cleaned_data["text"], by=request.user)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. The reviewer has been told."))
            return redirect(question)
    context: dict[str, Any] = {
        "question": question,
        "form": form,
        "may_answer": decisions.may_answer(request.user, question),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gaps/question_detail.html", context, status=status)


@require_POST
def comment(request: HttpRequest, key: str) -> HttpResponse:
    """A comment from the page of a finding that everybody sees."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    shown = Finding.objects.visible_to(request.user).for_display()
    finding = get_object_or_404(shown.keyed(key))
    _initial, options = comment_options(finding, request.user)
    form = CommentForm(request.POST, prefix="comment", **options)
    if form.is_valid():
        try:
            said = decisions.comment(finding=finding, **form.cleaned_data, by=request.user)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(said)
    context = {"finding": finding, "form": form}
    return render(request, "gaps/comment_form.html", context, status=422)
