// The parts of GOV.UK Frontend's script that the portal's pages use. Without it every page still works.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput,
  Radios, ServiceNavigation, SkipLink, Tabs, createAll,
} from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const components = [
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, NotificationBanner, PasswordInput,
  Radios, ServiceNavigation, SkipLink, Tabs,
];
const start = (scope) => components.forEach((component) => createAll(component, {}, scope));

start(document);
// Whatever htmx brings in is started too; htmx announces it on the new element.
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
