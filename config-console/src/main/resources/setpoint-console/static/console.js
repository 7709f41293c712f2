"use strict";
(() => {

	const PATIENCE = 3000;
	const TIMES = "time[data-age], [data-left]";
	const lost = document.getElementById("lost");
	const over = document.getElementById("over");
	const address = document.body.dataset.events;
	let stream = null;
	let loading = null;
	let again = false;
	let wait = 1000;
	let loaded = performance.now();
	let attended = false;

	function say(sentence) {
		lost.querySelector("span").textContent = sentence;
		lost.hidden = !sentence;
	}

	/* What somebody is filling in is not taken away. */
	function isInUse(part) {
		return part.querySelector("details[open]") !== null
			|| (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
	}

	/* The token of a form is another one each time, and time goes on. */
	function content(part) {
		const copy = part.cloneNode(true);
		copy.querySelectorAll(TIMES).forEach((time) => {
			if (!(time.dataset.left < 0)) {
				time.textContent = "";
			}
			time.removeAttribute("data-age");
			time.removeAttribute("data-left");
		});
		return copy.innerHTML.replace(/(name="_csrf" value=")[^"]*/g, "$1");
	}

	function phase(head) {
		return head.querySelector(".phase")?.textContent;
	}

	/* The command that is open stays while it can be given; those beside it are as they are now. */
	function follow(part, other) {
		const open = part.querySelector(":scope > details[open]");
		const now = open && other.querySelector(":scope > #" + open.id);
		if (!open) {
			return;
		}
		if (now?.querySelector("form")) {
			const siblings = [...other.childNodes];
			[...part.childNodes].filter((node) => node !== open).forEach((node) => node.remove());
			open.before(...siblings.slice(0, siblings.indexOf(now)));
			open.after(...siblings.slice(siblings.indexOf(now) + 1));
			return;
		}
		part.replaceWith(document.adoptNode(other));
		if (now) {
			now.open = true;
			now.querySelector("summary").focus();
		}
	}

	/* Parts that say the same tell the time from the same moment as all others. */
	function adjust(part, other) {
		const times = other.querySelectorAll(TIMES);
		part.querySelectorAll(TIMES).forEach((time, index) => Object.assign(time.dataset, times[index].dataset));
	}

	/* What somebody is at is known by its id, by where it leads, with what is new before it, or by its command. */
	function counterpart(element, part, other) {
		const alike = (where) => [...where.querySelectorAll("a[href]")].filter((link) => link.href === element.href
			&& link.parentElement.localName === element.parentElement.localName);
		if (element.id) {
			return document.getElementById(element.id);
		}
		if (element.href) {
			const now = alike(other);
			return now[now.length - alike(part).length + alike(part).indexOf(element)] || now[0];
		}
		const command = element.closest("details[id]");
		return command && other.querySelector("#" + command.id + " " + element.localName);
	}

	function replaceBy(next) {
		document.querySelectorAll("[data-live]").forEach((part) => {
			const other = next.getElementById(part.id);
			if (!other) {
				return;
			}
			if (content(other) === content(part)) {
				adjust(part, other);
				return;
			}
			if (isInUse(part)) {
				follow(part, other);
				return;
			}
			if (part.id === "head" && phase(other) !== phase(part)) {
				document.querySelector(".band.notice")?.remove();
			}
			const focus = part.contains(document.activeElement) ? document.activeElement : null;
			part.replaceWith(document.adoptNode(other));
			if (focus) {
				counterpart(focus, part, other)?.focus({preventScroll: true});
			}
		});
		loaded = performance.now();
	}

	/* A form that was opened in an earlier session is sent in this one. */
	function renew(next) {
		const token = next.querySelector("input[name=_csrf]");
		if (token) {
			document.querySelectorAll("input[name=_csrf]").forEach((field) => {
				field.value = token.value;
			});
		}
	}

	async function load() {
		if (loading) {
			again = true;
			return;
		}
		const headers = {"X-Setpoint-Live": attended ? "attended" : "true"};
		attended = false;
		loading = fetch(document.body.dataset.address || location.href, {headers, redirect: "error"});
		try {
			const answer = await loading;
			if (answer.status === 401) {
				stop();
				say("");
				over.hidden = false;
				return;
			}
			over.hidden = true;
			const text = await answer.text();
			if (answer.ok) {
				const next = new DOMParser().parseFromString(text, "text/html");
				replaceBy(next);
				renew(next);
			}
			document.body.toggleAttribute("data-followed", true);
		}
		catch (failure) {
			say("The console does not answer; it is tried again.");
		}
		finally {
			loading = null;
			if (again) {
				again = false;
				setTimeout(load, 200);
			}
		}
	}

	function concerns(names) {
		const about = document.body.dataset.configuration;
		return !about || !names || names.split("\n").includes(about);
	}

	function start() {
		if (!address || stream || document.hidden) {
			return;
		}
		stream = new EventSource(address);
		stream.addEventListener("changed", (event) => {
			wait = 1000;
			say("");
			if (concerns(event.data)) {
				load();
			}
		});
		stream.onerror = () => {
			if (stream && stream.readyState === EventSource.CLOSED) {
				stop();
				load();
				setTimeout(start, wait);
				wait = Math.min(wait * 2, 15000);
			}
			setTimeout(() => {
				if (!document.hidden && (!stream || stream.readyState !== EventSource.OPEN) && lost.hidden && over.hidden) {
					say("The console does not answer; it is tried again.");
				}
			}, PATIENCE);
		};
	}

	function stop() {
		if (stream) {
			stream.close();
			stream = null;
		}
	}

	function text(seconds) {
		const two = (large, unit, small, smallUnit) =>
			large + " " + unit + (small > 0 && large < 10 ? " " + small + " " + smallUnit : "");
		if (seconds < 60) {
			return seconds + " s";
		}
		if (seconds < 3600) {
			return two(Math.floor(seconds / 60), "min", seconds % 60, "s");
		}
		return seconds < 86400 ? two(Math.floor(seconds / 3600), "h", Math.floor(seconds % 3600 / 60), "min")
			: two(Math.floor(seconds / 86400), "d", Math.floor(seconds % 86400 / 3600), "h");
	}

	function tick() {
		const passed = Math.floor((performance.now() - loaded) / 1000);
		document.querySelectorAll("time[data-age]").forEach((time) => {
			const age = Number(time.dataset.age) + passed;
			time.textContent = age < 1 ? "now" : text(age) + " ago";
		});
		document.querySelectorAll("[data-left]").forEach((bake) => {
			const left = Number(bake.dataset.left) - passed;
			if (Number(bake.dataset.left) >= 0) {
				bake.textContent = left > 0 ? text(left) + " left to bake" : "has baked, waits for its guards";
			}
		});
	}

	function isChanged(field) {
		if (field.matches("select")) {
			return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
		}
		return field.type === "checkbox" ? field.checked !== field.defaultChecked
			: field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
	}

	document.addEventListener("visibilitychange", () => document.hidden ? stop() : start());
	window.addEventListener("focus", start);
	document.addEventListener("toggle", (event) => {
		if (event.target.matches(".commands details")) {
			if (event.target.open) {
				document.querySelectorAll(".commands details[open]").forEach((other) => {
					other.open = other === event.target;
				});
				const sheet = event.target.querySelector(".sheet");
				sheet.classList.toggle("leftwards", sheet.getBoundingClientRect().right > document.documentElement.clientWidth);
				event.target.querySelector("input[name=reason]")?.focus();
			}
			else {
				load();
			}
		}
	}, true);
	document.addEventListener("keydown", (event) => {
		const open = document.querySelector(".commands details[open]");
		if (event.key === "Escape" && open) {
			open.open = false;
			open.querySelector("summary").focus();
		}
	});
	document.addEventListener("submit", (event) => {
		if (!lost.hidden && event.target.method === "post") {
			event.preventDefault();
			lost.scrollIntoView();
			start();
		}
	});
	document.addEventListener("input", (event) => {
		if (event.target.matches("textarea[name=plan]")) {
			event.target.form.elements.preset.value = event.target.value.trim() ? "own" : "exponential";
		}
	});
	/* What was looked at goes on only as long as it is what stands below it. */
	document.querySelectorAll("form[data-of]").forEach((shown) => {
		const written = document.getElementById(shown.dataset.of);
		const look = () => {
			const stale = [...written.elements].some(isChanged);
			shown.querySelector("[data-stale]").hidden = !stale;
			shown.querySelectorAll("button").forEach((button) => {
				button.disabled = stale;
			});
		};
		["input", "change"].forEach((kind) => written.addEventListener(kind, look));
		window.addEventListener("pageshow", look);
	});
	["pointerdown", "keydown", "wheel", "touchmove"].forEach((kind) =>
		document.addEventListener(kind, () => attended = true, {capture: true, passive: true}));
	setInterval(tick, 1000);
	start();
})();
