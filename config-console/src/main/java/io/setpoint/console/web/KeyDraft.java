package io.setpoint.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.Transaction;
import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * What somebody is making of some keys of a location.
 *
 * @param location the prefix that they lie below
 * @param edits what becomes of each
 * @param problems why nothing can be made of it like this
 */
record KeyDraft(String location, List<Edit> edits, List<String> problems) {

	private static final int BLANK = 3;

	private static final Pattern DOCUMENT = Pattern.compile("\\.(?:ya?ml|json|properties)$");

	/**
	 * Begin with some keys as they are now.
	 * @param location the prefix that they lie below
	 * @param keys the keys
	 * @param present those of them that are there
	 * @return the draft, with room for new keys where none was named
	 */
	static KeyDraft of(String location, List<String> keys, Map<String, KeyValue> present) {
		List<Edit> edits = new ArrayList<>();
		keys.forEach((key) -> edits.add(Edit.of(key, present.get(key))));
		for (int i = 0; keys.isEmpty() && i < BLANK; i++) {
			edits.add(new Edit("", 0, "", false, true));
		}
		return new KeyDraft(location, edits, List.of());
	}

	/**
	 * Read a draft that was sent.
	 * @param location the prefix that the keys lie below
	 * @param form the fields of the form
	 * @return the draft
	 */
	static KeyDraft of(String location, MultiValueMap<String, String> form) {
		List<Edit> edits = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		for (int i = 0; form.containsKey("key." + i); i++) {
			Edit edit = edit(location, String.valueOf(form.getFirst("key." + i)).strip(), i, form);
			if (edit.unnamed() && !edit.key().isEmpty()) {
				problems.add("'" + OneLine.name(edit.key()) + "' is no key below '" + OneLine.name(location)
						+ "': write the rest of it, such as pricing/timeout.");
			}
			if (!edit.key().isEmpty() || StringUtils.hasText(edit.value())) {
				edits.add(edit);
			}
		}
		return new KeyDraft(location, edits, problems).checked();
	}

	private static Edit edit(String location, String written, int index, MultiValueMap<String, String> form) {
		String value = form.getFirst("value." + index);
		boolean deleted = form.containsKey("delete." + index);
		String key = (written.isEmpty() || written.startsWith("/")) ? written : location + written;
		return isBelow(location, key)
				? new Edit(key, revision(form.getFirst("revision." + index)), value, deleted, false)
				: new Edit(written, 0, value, deleted, true);
	}

	private static boolean isBelow(String location, String key) {
		return key.startsWith(location) && !key.endsWith("/") && key.codePoints().noneMatch(Line::isControl);
	}

	private static long revision(@Nullable String text) {
		return (text != null && text.matches("[0-9]{1,18}")) ? Long.parseLong(text) : 0;
	}

	private KeyDraft checked() {
		List<String> problems = new ArrayList<>(this.problems);
		if (this.edits.stream().anyMatch((edit) -> edit.unnamed() && edit.key().isEmpty())) {
			problems.add("A value has no key: write its name, or clear the value.");
		}
		if (this.edits.size() > Transaction.MAX_OPERATIONS) {
			problems.add("At most " + Transaction.MAX_OPERATIONS + " keys can be changed in one transaction.");
		}
		if (keys().stream().distinct().count() < keys().size()) {
			problems.add("A key is named twice: say one thing of each.");
		}
		return new KeyDraft(this.location, this.edits, problems);
	}

	static boolean isDocument(String key) {
		return DOCUMENT.matcher(key).find();
	}

	List<String> keys() {
		return this.edits.stream().filter((edit) -> !edit.unnamed()).map(Edit::key).toList();
	}

	/**
	 * Return this without line ends that only the browser has changed.
	 * @param present the keys that are there
	 * @return the draft as it is meant
	 */
	KeyDraft received(Map<String, KeyValue> present) {
		return new KeyDraft(this.location,
				this.edits.stream().map((edit) -> edit.received(present.get(edit.key()))).toList(), this.problems);
	}

	/**
	 * Return this as a change of what is there now, for whoever has seen it.
	 * @param present the keys that are there
	 * @return the draft
	 */
	KeyDraft over(Map<String, KeyValue> present) {
		return new KeyDraft(this.location,
				this.edits.stream().map((edit) -> edit.over(present.get(edit.key()))).toList(), this.problems);
	}

	/**
	 * What becomes of a key.
	 *
	 * @param key the whole key, or what was written for the name of a new one, may be
	 * empty
	 * @param revision the revision that had written it last when it was shown, 0 if it
	 * was not there
	 * @param value its value, {@code null} to leave it as it is
	 * @param deleted whether it goes
	 * @param unnamed whether it has no name yet, or none that can be taken
	 */
	record Edit(String key, long revision, @Nullable String value, boolean deleted, boolean unnamed) {

		static Edit of(String key, @Nullable KeyValue entry) {
			return new Edit(key, (entry != null) ? entry.modRevision() : 0,
					(entry != null) ? ValueText.text(entry) : "", false, false);
		}

		/**
		 * Return whether it is a document, and not the value of one property.
		 * @return whether its name says so
		 */
		public boolean isDocument() {
			return KeyDraft.isDocument(this.key);
		}

		private Edit received(@Nullable KeyValue entry) {
			String before = (entry != null) ? ValueText.text(entry) : null;
			String text = (this.value != null) ? ValueText.received(this.value, before) : null;
			return new Edit(this.key, this.revision, text, this.deleted, this.unnamed);
		}

		private Edit over(@Nullable KeyValue entry) {
			return new Edit(this.key, (entry != null) ? entry.modRevision() : 0, this.value, this.deleted,
					this.unnamed);
		}

		/**
		 * Return what that does to a key.
		 * @param entry the key as it is, {@code null} if it is not there
		 * @return what is done, {@code null} if nothing is
		 */
		@Nullable Kind kind(@Nullable KeyValue entry) {
			if (this.deleted) {
				return (entry != null) ? Kind.DELETED : null;
			}
			if (this.value == null) {
				return null;
			}
			if (entry == null) {
				return Kind.ADDED;
			}
			return Objects.equals(ValueText.text(entry), this.value) ? null : Kind.CHANGED;
		}

	}

	/**
	 * What is done to a key.
	 */
	enum Kind {

		ADDED, CHANGED, DELETED

	}

}
