"use strict";
(() => {

	const PREFIX = "setpoint:";
	const SENT = PREFIX + "sent";
	const person = document.querySelector(".who span")?.textContent;
	const forms = [...document.querySelectorAll("#content form[method=post]")].filter((form) => form.querySelector("textarea:not([hidden])"));

	/* What was written is kept in this tab until it is published, forgotten, or its person signs out. */
	function key(form) {
		return PREFIX + new URL(form.action).pathname + " " + (form.elements.location?.value || "");
	}

	function fields(form) {
		return [...form.elements].filter(({name}) => name && name !== "_csrf")
			.map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
	}

	function read(form) {
		const kept = JSON.parse(sessionStorage.getItem(key(form)));
		return kept?.person === person ? kept.fields : null;
	}

	function keep(form) {
		try {
			sessionStorage.setItem(key(form), JSON.stringify({person, fields: fields(form)}));
		}
		catch (full) {
			sessionStorage.removeItem(key(form));
		}
	}

	function isOf(form, kept) {
		const names = (all) => all.map(([name]) => name).join("\n");
		return names(kept) === names(fields(form))
			&& kept.every(([name, value]) => form.elements[name].type !== "hidden" || !name.startsWith("key.") || form.elements[name].value === value);
	}

	/* What a form goes on from is no work of anybody's: somebody else may have moved it since. */
	function written(form, all) {
		return JSON.stringify(all.filter(([name]) => name === "description" || form.elements[name].type !== "hidden"));
	}

	function restore(form, kept) {
		kept.forEach(([name, value]) => {
			const field = form.elements[name];
			field[field.type === "checkbox" ? "checked" : "value"] = value;
			field.closest("details")?.toggleAttribute("open", true);
		});
		form.querySelector("textarea").dispatchEvent(new Event("input", {bubbles: true}));
		form.querySelector("textarea").focus();
	}

	function button(label, parent, action) {
		const made = Object.assign(document.createElement("button"), {type: "button", textContent: label});
		made.addEventListener("click", () => {
			parent.remove();
			action();
		});
		parent.append(" ", made);
	}

	function offer(form, kept) {
		const said = Object.assign(document.createElement("p"), {className: "band stale draft", textContent: "What you had written here is still kept."});
		said.setAttribute("role", "status");
		button("Put it back", said, () => restore(form, kept));
		button("Forget it", said, () => sessionStorage.removeItem(key(form)));
		form.before(said);
	}

	const sent = sessionStorage.getItem(SENT);
	sessionStorage.removeItem(SENT);
	if (sent && document.querySelector(".band.notice")) {
		sessionStorage.removeItem(sent);
	}
	forms.forEach((form) => {
		const kept = read(form);
		if (kept && isOf(form, kept) && written(form, kept) !== written(form, fields(form))) {
			offer(form, kept);
		}
		form.addEventListener("input", () => keep(form));
	});
	document.querySelector("#publish [name=description]")?.addEventListener("input", ({target}) => {
		forms[0].elements.description.value = target.value;
		keep(forms[0]);
	});
	document.addEventListener("submit", (event) => {
		if (event.target.matches(".who")) {
			sessionStorage.clear();
		}
		else if (event.target.matches("#publish, #write, #start") && forms.length) {
			sessionStorage.setItem(SENT, key(forms[0]));
		}
	});
})();
