// What the browser would say of a field in its own language is said in the page's.
const words = document.getElementById("field-words")?.dataset ?? {};

function saidOf(field) {
  const { validity, type, min, max } = field;
  if (validity.valueMissing) {
    if (type === "file") return words.file;
    return field.matches("select, [type=radio], [type=checkbox]") ? words.choose : words.empty;
  }
  if (validity.typeMismatch) return type === "email" ? words.mail : words.address;
  if (validity.rangeUnderflow) return words.min?.replace("…", min);
  if (validity.rangeOverflow) return words.max?.replace("…", max);
  if (validity.tooLong) return words.long?.replace("…", field.maxLength);
  return words.wrong;
}

document.addEventListener(
  "invalid",
  ({ target }) => {
    target.setCustomValidity("");
    if (!target.validity.valid) target.setCustomValidity(saidOf(target) ?? "");
  },
  true,
);
// It is looked at again when it changed; of a group of radio buttons each one said it.
for (const name of ["input", "change"]) {
  document.addEventListener(
    name,
    ({ target }) => {
      const isOfGroup = target.type === "radio" && target.form;
      const group = isOfGroup ? target.form.querySelectorAll(`[name="${CSS.escape(target.name)}"]`) : [target];
      for (const field of group) field.setCustomValidity?.("");
    },
    true,
  );
}

// A field for files says itself which were chosen.
document.addEventListener("change", ({ target }) => {
  const place = target.type === "file" && target.parentElement.querySelector("[data-chosen]");
  if (place) place.textContent = [...target.files].map(({ name }) => name).join(" · ") || place.dataset.chosen;
});
