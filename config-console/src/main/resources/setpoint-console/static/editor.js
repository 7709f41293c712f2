"use strict";
(() => {

	const PAUSE = 350;
	const LONG = 200000;
	const SHOWN = 12;
	const KEY = /^(\s*)((?:-\s+)*)(?:(["']?)([^"'#:\s][^"':]*?)\3\s*:)?(.*)$/;
	let editors = 0;

	function make(name, properties, parent) {
		const element = Object.assign(document.createElement(name), properties);
		parent?.append(element);
		return element;
	}

	/* The name that the last line is nested under, by indentation. */
	function parent(lines) {
		const stack = [];
		lines.forEach((line, at) => {
			const [, spaces, dashes, , name] = KEY.exec(line);
			const last = at === lines.length - 1;
			if (!last && (!line.trim() || line.trim().startsWith("#"))) {
				return;
			}
			const top = () => stack[stack.length - 1];
			while (stack.length && (top().indent > spaces.length || (top().indent === spaces.length && (top().item || !dashes)))) {
				stack.pop();
			}
			if (dashes) {
				stack.push({indent: spaces.length, item: true, name: "[]"});
			}
			if (name && !last) {
				stack.push({indent: spaces.length + dashes.length, name});
			}
		});
		return stack.reduce((all, {item, name}) => all + (all && !item ? "." : "") + name, "");
	}

	function uniform(name) {
		return name.toLowerCase().replace(/[-_]/g, "");
	}

	class Editor {

		constructor(box) {
			this.box = box;
			this.area = box.querySelector("textarea");
			this.id = "editor-" + (++editors);
			this.words = [];
			this.options = [];
			this.active = -1;
			this.typing = false;
			this.build();
			this.area.addEventListener("input", () => this.changed());
			this.area.addEventListener("scroll", () => this.scrolled());
			this.area.addEventListener("keydown", (event) => this.pressed(event));
			this.area.addEventListener("blur", () => this.close());
			this.area.addEventListener("click", () => this.close());
			this.load();
			this.number();
			this.later();
		}

		build() {
			const frame = make("div", {className: "frame"});
			this.area.replaceWith(frame);
			if (this.box.dataset.words) {
				this.area.wrap = "off";
				this.gutter = make("div", {className: "gutter"}, frame);
				this.gutter.setAttribute("aria-hidden", "true");
				this.list = make("ul", {className: "words", id: this.id + "-words", hidden: true});
				this.list.setAttribute("role", "listbox");
				this.list.setAttribute("aria-label", "What can be written here");
				this.list.addEventListener("mousedown", (event) => {
					event.preventDefault();
					const option = event.target.closest("[role=option]");
					if (option) {
						this.take(Number(option.dataset.index));
					}
				});
				this.area.setAttribute("aria-autocomplete", "list");
				this.area.setAttribute("aria-controls", this.list.id);
			}
			frame.append(this.area);
			if (this.list) {
				frame.append(this.list);
			}
			this.said = make("div", {className: "findings"}, this.box);
			this.said.setAttribute("role", "status");
			this.found = make("ol", {className: "found", hidden: true}, this.box);
		}

		async load() {
			if (this.list) {
				const answer = await fetch(this.box.dataset.words, {headers: {"X-Setpoint-Live": "true"}}).catch(() => null);
				this.words = answer && answer.ok ? await answer.json() : [];
				if (this.typing && document.activeElement === this.area) {
					this.offer(false);
				}
			}
		}

		number(marks = new Map()) {
			if (!this.gutter) {
				return;
			}
			const count = this.area.value.split("\n").length;
			const rows = document.createDocumentFragment();
			let text = "";
			for (let line = 1; line <= count; line++) {
				if (marks.has(line)) {
					rows.append(text);
					text = "\n";
					make("b", {className: marks.get(line), textContent: line}, rows);
				}
				else {
					text += line + "\n";
				}
			}
			rows.append(text);
			this.gutter.replaceChildren(rows);
			this.lines = count;
			this.scrolled();
		}

		scrolled() {
			if (this.gutter) {
				this.gutter.scrollTop = this.area.scrollTop;
			}
		}

		changed() {
			this.typing = true;
			if (this.gutter && this.area.value.split("\n").length !== this.lines) {
				this.number();
			}
			this.later();
			this.offer(false);
		}

		later() {
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.check(), this.area.value.length > LONG ? PAUSE * 4 : PAUSE);
		}

		async check() {
			const {check, location, key} = this.box.dataset;
			const name = location && !key ? this.box.closest("fieldset").querySelector("input[name^=key]").value.trim() : key;
			if (location && !name) {
				return;
			}
			this.asking?.abort();
			this.asking = new AbortController();
			const form = new URLSearchParams({text: this.area.value, _csrf: this.area.form.querySelector("[name=_csrf]").value});
			if (location) {
				form.set("location", location);
				form.set("key", name.startsWith("/") ? name : location + name);
			}
			try {
				const answer = await fetch(check, {method: "POST", body: form, signal: this.asking.signal, headers: {"X-Setpoint-Live": "true"}});
				if (answer.ok) {
					this.show(await answer.json());
				}
				else {
					this.again();
					this.say(answer.status === 401 ? "Your session is over: sign in in another tab, then come back to this one. What you have written stays." : "It cannot be checked now.");
				}
			}
			catch (failure) {
				if (failure.name !== "AbortError") {
					this.again();
					this.say("The console does not answer, so this is not checked.");
				}
			}
		}

		/* What could not be checked is checked once that is possible again. */
		again() {
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.check(), PAUSE * 15);
		}

		say(sentence) {
			this.said.textContent = sentence;
			this.found.hidden = true;
		}

		show({findings, checked}) {
			const marks = new Map();
			this.found.replaceChildren();
			for (const {line, column, severity, sentence} of findings) {
				const item = make("li", {className: severity}, this.found);
				if (line && this.gutter) {
					if (marks.get(line) !== "error") {
						marks.set(line, severity);
					}
					const place = make("button", {type: "button", className: "quiet", textContent: "Line " + line + (column ? ", column " + column : "")}, item);
					place.addEventListener("click", () => this.go(line, column || 1));
					item.append(": ");
				}
				item.append(sentence);
			}
			const errors = findings.filter(({severity}) => severity === "error").length;
			const warnings = findings.length - errors;
			const parts = [[errors, "problem"], [warnings, "warning"]].filter(([count]) => count > 0)
				.map(([count, word]) => count + " " + word + (count > 1 ? "s" : ""));
			this.said.textContent = parts.length ? parts.join(", ") : checked ? "The schema has nothing against it." : "It can be read. No schema is known.";
			this.said.className = "findings " + (errors ? "error" : warnings ? "warning" : "");
			this.found.hidden = findings.length === 0;
			this.number(marks);
		}

		go(line, column) {
			const start = this.area.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
			this.area.focus();
			this.area.setSelectionRange(start + column - 1, start + column - 1);
			this.area.scrollTop = Math.max(0, (line - 4) * this.metrics().height);
		}

		pressed(event) {
			if (event.key === " " && event.ctrlKey) {
				event.preventDefault();
				this.offer(true);
				return;
			}
			if (!this.list || this.list.hidden) {
				return;
			}
			const moves = {ArrowDown: 1, ArrowUp: -1};
			if (moves[event.key]) {
				event.preventDefault();
				this.select((this.active + moves[event.key] + this.options.length) % this.options.length);
			}
			else if (event.key === "Enter" || event.key === "Tab") {
				event.preventDefault();
				this.take(this.active);
			}
			else if (event.key === "Escape" || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
				this.close();
			}
		}

		/* What is being typed, and what could be meant. */
		context() {
			const before = this.area.value.slice(0, this.area.selectionStart);
			const lines = before.split("\n");
			const line = lines[lines.length - 1];
			const [, spaces, dashes, , name, rest] = KEY.exec(line);
			const above = parent(lines);
			if (name !== undefined) {
				return {full: (above ? above + "." : "") + name, typed: rest.trimStart(), value: true};
			}
			return {parent: above, typed: rest.trimStart(), indent: spaces.length + dashes.length, value: false};
		}

		candidates(context) {
			const typed = uniform(context.typed);
			if (context.value) {
				const word = this.words.find(({name}) => uniform(name) === uniform(context.full));
				return (word?.choices || []).filter((choice) => uniform(choice).startsWith(typed) && choice !== context.typed)
					.map((choice) => ({label: choice, insert: choice, hint: ""}));
			}
			const prefix = context.parent ? context.parent + "." : "";
			const found = new Map();
			for (const {name, type, hint} of this.words) {
				if (!uniform(name).startsWith(uniform(prefix)) || name.length <= prefix.length) {
					continue;
				}
				const rest = name.slice(prefix.length);
				const label = rest.split(/\.|\[\]/)[0];
				if (label === "*" || !uniform(label).startsWith(typed) || found.has(label)) {
					continue;
				}
				found.set(label, rest === label ? {label, insert: label + ": ", hint: type + (hint ? " · " + hint : "")}
					: {label, insert: label + ":\n" + " ".repeat(context.indent + 2) + (rest.startsWith(label + "[]") ? "- " : ""), hint: rest.startsWith(label + "[]") ? "list" : "group"});
			}
			return [...found.values()];
		}

		offer(asked) {
			if (!this.list || !this.words.length) {
				return;
			}
			const context = this.context();
			if (!asked && !context.typed || /[#]/.test(context.typed) || this.area.selectionStart !== this.area.selectionEnd) {
				this.close();
				return;
			}
			this.typed = context.typed;
			this.options = this.candidates(context).slice(0, SHOWN);
			if (!this.options.length) {
				this.close();
				return;
			}
			this.list.replaceChildren(...this.options.map(({label, hint}, index) => {
				const option = make("li", {id: this.id + "-" + index});
				option.setAttribute("role", "option");
				option.dataset.index = index;
				make("code", {textContent: label}, option);
				if (hint) {
					make("small", {textContent: hint}, option);
				}
				return option;
			}));
			this.list.hidden = false;
			this.place();
			this.select(0);
		}

		metrics() {
			const style = getComputedStyle(this.area);
			const pen = document.createElement("canvas").getContext("2d");
			pen.font = style.font;
			return {width: pen.measureText("0").width, height: parseFloat(style.lineHeight), top: parseFloat(style.paddingTop), left: parseFloat(style.paddingLeft)};
		}

		place() {
			const {width, height, top, left} = this.metrics();
			const lines = this.area.value.slice(0, this.area.selectionStart).split("\n");
			const column = lines[lines.length - 1].length - this.typed.length;
			const x = this.area.offsetLeft + left + column * width - this.area.scrollLeft;
			this.list.style.top = this.area.offsetTop + top + lines.length * height - this.area.scrollTop + 2 + "px";
			this.list.style.left = Math.max(0, Math.min(x, this.box.clientWidth - this.list.offsetWidth)) + "px";
		}

		select(index) {
			this.active = index;
			[...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
			this.area.setAttribute("aria-activedescendant", this.id + "-" + index);
			this.list.children[index].scrollIntoView({block: "nearest"});
		}

		take(index) {
			const {insert} = this.options[index];
			this.close();
			this.area.focus();
			this.area.setSelectionRange(this.area.selectionStart - this.typed.length, this.area.selectionStart);
			if (!document.execCommand("insertText", false, insert)) {
				this.area.setRangeText(insert, this.area.selectionStart, this.area.selectionEnd, "end");
				this.changed();
			}
			this.close();
		}

		close() {
			this.typing = false;
			if (this.list && !this.list.hidden) {
				this.list.hidden = true;
				this.area.removeAttribute("aria-activedescendant");
			}
		}

	}

	document.querySelectorAll(".editor").forEach((box) => new Editor(box));
})();
