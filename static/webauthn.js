// Security keys and passkeys. A form with data-webauthn="create" or "get" asks the browser for a key
// and sends its answer in the field "credential". The options stand on the page, or are asked for.
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function optionsFor(form) {
    const onPage = document.getElementById("webauthn-options");
    const asked = { headers: { Accept: "application/json" } };
    const said = form.dataset.optionsFrom
      ? await (await fetch(form.dataset.optionsFrom, asked)).json()
      : JSON.parse(onPage.textContent);
    return said.creation_options || said.request_options;
  }

  function forCreate({ publicKey }, alone) {
    const selection = { ...publicKey.authenticatorSelection };
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return {
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
        authenticatorSelection: selection,
      },
    };
  }

  function forGet({ publicKey }) {
    return {
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: known(publicKey.allowCredentials),
      },
    };
  }

  function asJson(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function ask(form) {
    const options = await optionsFor(form);
    if (form.dataset.webauthn === "get") return navigator.credentials.get(forGet(options));
    const alone = form.elements.passwordless;
    return navigator.credentials.create(forCreate(options, Boolean(alone && alone.checked)));
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.webauthn) return;
    event.preventDefault();
    const error = form.querySelector("[data-webauthn-error]");
    error.hidden = true;
    try {
      form.elements.credential.value = asJson(await ask(form));
      form.submit();
    } catch {
      error.hidden = false;
    }
  });

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-webauthn]")) form.hidden = false;
  for (const note of document.querySelectorAll("[data-webauthn-missing]")) note.hidden = true;
})();
