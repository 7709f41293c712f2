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

import org.springframework.util.Assert;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * What somebody is making of some keys of a location.
 *
 * @param location the prefix that they lie below
 * @param edits what becomes of each
 */
record KeyDraft(String location, List<Edit> edits) {

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
		keys.forEach((key) -> edits.add(Edit.of(location, key, present.get(key))));
		for (int i = 0; keys.isEmpty() && i < BLANK; i++) {
			edits.add(new Edit("", 0, "", false, true));
		}
		return new KeyDraft(location, edits);
	}

	/**
	 * Read a draft that was sent.
	 * @param location the prefix that the keys lie below
	 * @param form the fields of the form
	 * @return the draft
	 */
	static KeyDraft of(String location, MultiValueMap<String, String> form) {
		List<Edit> edits = new ArrayList<>();
		for (int i = 0; form.containsKey("key." + i); i++) {
			Assert.isTrue(i < Transaction.MAX_OPERATIONS,
					"At most " + Transaction.MAX_OPERATIONS + " keys can be changed in one transaction.");
			String key = whole(location, String.valueOf(form.getFirst("key." + i)).strip());
			String value = form.getFirst("value." + i);
			boolean deleted = form.containsKey("delete." + i);
			if (!key.isEmpty()) {
				edits.add(new Edit(key, revision(form.getFirst("revision." + i)), value, deleted, false));
			}
		}
		Assert.isTrue(edits.stream().map(Edit::key).distinct().count() == edits.size(),
				"A key is named twice: say one thing of each.");
		return new KeyDraft(location, edits);
	}

	private static long revision(@Nullable String text) {
		return (text != null && text.matches("[0-9]{1,18}")) ? Long.parseLong(text) : 0;
	}

	private static String whole(String location, String written) {
		if (!StringUtils.hasText(written)) {
			return "";
		}
		String key = written.startsWith("/") ? written : location + written;
		Assert.isTrue(key.startsWith(location) && !key.endsWith("/") && key.codePoints().noneMatch(Line::isControl),
				() -> "'" + OneLine.name(written) + "' is no key below '" + OneLine.name(location)
						+ "': write the rest of it, such as pricing/timeout.");
		return key;
	}

	static boolean isDocument(String key) {
		return DOCUMENT.matcher(key).find();
	}

	List<String> keys() {
		return this.edits.stream().map(Edit::key).toList();
	}

	/**
	 * Return this without line ends that only the browser has changed.
	 * @param present the keys that are there
	 * @return the draft as it is meant
	 */
	KeyDraft received(Map<String, KeyValue> present) {
		return new KeyDraft(this.location,
				this.edits.stream().map((edit) -> edit.received(this.location, present.get(edit.key()))).toList());
	}

	/**
	 * Return this as a change of what is there now, for whoever has seen it.
	 * @param present the keys that are there
	 * @return the draft
	 */
	KeyDraft over(Map<String, KeyValue> present) {
		return new KeyDraft(this.location,
				this.edits.stream().map((edit) -> edit.over(present.get(edit.key()))).toList());
	}

	/**
	 * What becomes of a key.
	 *
	 * @param key the whole key, empty for a new one that has no name yet
	 * @param revision the revision that had written it last when it was shown, 0 if it
	 * was not there
	 * @param value its value, {@code null} to leave it as it is
	 * @param deleted whether it goes
	 * @param unnamed whether it has no name yet
	 */
	record Edit(String key, long revision, @Nullable String value, boolean deleted, boolean unnamed) {

		static Edit of(String location, String key, @Nullable KeyValue entry) {
			return new Edit(key, (entry != null) ? entry.modRevision() : 0,
					(entry != null) ? ValueText.of(location, entry).text() : "", false, false);
		}

		/**
		 * Return whether it is a document, and not the value of one property.
		 * @return whether its name says so
		 */
		public boolean isDocument() {
			return KeyDraft.isDocument(this.key);
		}

		private Edit received(String location, @Nullable KeyValue entry) {
			String before = (entry != null) ? ValueText.of(location, entry).text() : null;
			String text = (this.value != null) ? ValueText.received(this.value, before) : null;
			return new Edit(this.key, this.revision, text, this.deleted, this.unnamed);
		}

		private Edit over(@Nullable KeyValue entry) {
			return new Edit(this.key, (entry != null) ? entry.modRevision() : 0, this.value, this.deleted,
					this.unnamed);
		}

		/**
		 * Return what that does to a key.
		 * @param location the prefix that it lies below
		 * @param entry the key as it is, {@code null} if it is not there
		 * @return what is done, {@code null} if nothing is
		 */
		@Nullable Kind kind(String location, @Nullable KeyValue entry) {
			if (this.deleted) {
				return (entry != null) ? Kind.DELETED : null;
			}
			if (this.value == null) {
				return null;
			}
			if (entry == null) {
				return Kind.ADDED;
			}
			return Objects.equals(ValueText.of(location, entry).text(), this.value) ? null : Kind.CHANGED;
		}

	}

	/**
	 * What is done to a key.
	 */
	enum Kind {

		ADDED, CHANGED, DELETED

	}

}
