"""Addresses of the directory."""

from django.urls import path

from capabilities.views import bulk, drafts, duplicates, files, needs, resources, searching

app_name = "capabilities"
urlpatterns = [
    path("resources", searching.resource_list, name="resource_list"),
    path("resources.<str:format>", searching.resource_file, name="resource_file"),
    path("resources/suggestions", searching.suggestions, name="resource_suggestions"),
    path("resources/<slug:public_id>", resources.ResourceDetail.as_view(), name="resource_detail"),
    path("providers/<slug:public_id>", resources.ProviderDetail.as_view(), name="provider_detail"),
    path("duplicates", duplicates.DuplicateList.as_view(), name="duplicate_list"),
    path("duplicates/find", duplicates.find, name="duplicate_find"),
    path("duplicates/name", duplicates.name_pair, name="duplicate_name"),
    path("duplicates/<slug:public_id>", duplicates.duplicate, name="duplicate_detail"),
    path("duplicates/<slug:public_id>/merge", duplicates.merge, name="duplicate_merge"),
    path("duplicates/<slug:public_id>/different", duplicates.different, name="duplicate_different"),
    path("merges", duplicates.MergeList.as_view(), name="merge_list"),
    path("merges/<slug:public_id>", duplicates.merge_detail, name="merge_detail"),
    path("merges/<slug:public_id>/undo", duplicates.undo, name="merge_undo"),
    path("needs", needs.FollowedNeeds.as_view(), name="need_list"),
    path("needs/queue", needs.Queue.as_view(), name="need_queue"),
    path("needs/new", drafts.start, name="draft_start"),
    path("needs/drafts/<slug:public_id>", drafts.draft_detail, name="draft_detail"),
    path("needs/drafts/<slug:public_id>/submit", drafts.submit, name="draft_submit"),
    path("needs/drafts/<slug:public_id>/delete", drafts.delete, name="draft_delete"),
    path("needs/drafts/<slug:public_id>/<slug:step>", drafts.draft_step, name="draft_step"),
    path("needs/bulk", bulk.start, name="bulk"),
    path("needs/bulk/template.xlsx", bulk.template_xlsx, name="bulk_template_xlsx"),
    path("needs/bulk/template.csv", bulk.template_csv, name="bulk_template_csv"),
    path("needs/bulk/<slug:public_id>", bulk.upload_detail, name="upload_detail"),
    path("needs/bulk/<slug:public_id>/rows.xlsx", bulk.rows_xlsx, name="upload_xlsx"),
    path("needs/bulk/<slug:public_id>/rows.csv", bulk.rows_csv, name="upload_csv"),
    path("needs/bulk/<slug:public_id>/submit", bulk.confirm, name="upload_confirm"),
    path("needs/bulk/<slug:public_id>/cancel", bulk.cancel, name="upload_cancel"),
    path("needs/bulk/<slug:public_id>/withdraw", bulk.withdraw, name="upload_withdraw"),
    path("needs/<slug:public_id>", needs.need_detail, name="need_detail"),
    path("needs/<slug:public_id>/move/<slug:to>", needs.move, name="need_move"),
    path("needs/<slug:public_id>/pass-on", needs.pass_on, name="need_pass_on"),
    path("needs/<slug:public_id>/outcome", needs.outcome, name="need_outcome"),
    path("needs/<slug:public_id>/attach", files.attach, name="need_attach"),
    path("attachments/<slug:attachment>", files.attachment, name="attachment"),
    path("needs/<slug:public_id>/revise", needs.revise, name="need_revise"),
]
