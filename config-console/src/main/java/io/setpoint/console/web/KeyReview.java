package io.setpoint.console.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.rollout.Difference;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.schema.judging.Judged;
import io.setpoint.schema.judging.Readability;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What would come of a draft.
 *
 * @param draft the draft
 * @param present the keys that are there now
 * @param judged what was said of it
 * @param unjudged whether the fleet was not to be asked
 * @param secrets knows what is not shown
 */
record KeyReview(KeyDraft draft, Map<String, KeyValue> present, Judged judged, boolean unjudged, KeySecrets secrets) {

	/**
	 * The word that confirms that keys are deleted.
	 */
	static final String DELETE = "delete";

	/**
	 * Return what a draft puts.
	 * @param draft the draft
	 * @param present the keys that are there
	 * @return the values by key
	 */
	static Map<String, String> puts(KeyDraft draft, Map<String, KeyValue> present) {
		Map<String, String> puts = new TreeMap<>();
		for (KeyDraft.Edit edit : draft.edits()) {
			KeyDraft.Kind kind = edit.kind(present.get(edit.key()));
			if (kind != null && kind != KeyDraft.Kind.DELETED) {
				puts.put(edit.key(), String.valueOf(edit.value()));
			}
		}
		return puts;
	}

	/**
	 * Return what a draft deletes.
	 * @param draft the draft
	 * @param present the keys that are there
	 * @return the keys
	 */
	static Set<String> deletes(KeyDraft draft, Map<String, KeyValue> present) {
		Set<String> deletes = new TreeSet<>();
		draft.edits()
			.stream()
			.filter((edit) -> edit.kind(present.get(edit.key())) == KeyDraft.Kind.DELETED)
			.forEach((edit) -> deletes.add(edit.key()));
		return deletes;
	}

	/**
	 * Return what somebody else has done to the keys since they were shown.
	 * @return a sentence for each such key
	 */
	public List<String> overtaken() {
		List<String> overtaken = new ArrayList<>();
		for (KeyDraft.Edit edit : this.draft.edits()) {
			KeyValue entry = this.present.get(edit.key());
			long now = (entry != null) ? entry.modRevision() : 0;
			if (now != edit.revision()) {
				overtaken.add(sentence(edit, entry));
			}
		}
		return overtaken;
	}

	private String sentence(KeyDraft.Edit edit, @Nullable KeyValue entry) {
		String key = "'" + OneLine.name(edit.key()) + "' ";
		if (entry == null) {
			return key + "was deleted since you opened it.";
		}
		String what = (edit.revision() == 0) ? "is there by now" : "was changed since you opened it";
		return key + what + " (revision " + entry.modRevision() + "). It says: "
				+ ValueText.of(entry, this.secrets).preview();
	}

	/**
	 * Return what is done to each key.
	 * @return the keys, without those that stay as they are
	 */
	public List<Row> rows() {
		List<Row> rows = new ArrayList<>();
		for (KeyDraft.Edit edit : this.draft.edits()) {
			KeyDraft.Kind kind = edit.kind(this.present.get(edit.key()));
			if (kind != null) {
				rows.add(new Row(edit.key(), kind.name().toLowerCase(Locale.ROOT)));
			}
		}
		return rows;
	}

	/**
	 * Return which properties change, as they may be seen.
	 * @return the changes
	 */
	public List<DocumentProperties.PropertyChange> changes() {
		Map<String, String> before = new TreeMap<>();
		rows().forEach((row) -> {
			KeyValue entry = this.present.get(row.key());
			if (entry != null) {
				before.put(row.key(), new String(entry.value(), StandardCharsets.UTF_8));
			}
		});
		Map<String, String> after = puts(this.draft, this.present);
		Set<String> secret = new TreeSet<>(this.secrets.elsewhere(this.draft.location(), before));
		secret.addAll(this.secrets.elsewhere(this.draft.location(), after));
		List<DocumentProperties.PropertyChange> changes = Difference.between(properties(before), properties(after))
			.stream()
			.map((difference) -> change(difference, secret))
			.toList();
		return this.secrets.at(this.draft.location()).hidden(changes);
	}

	private static DocumentProperties.PropertyChange change(Difference difference, Set<String> secret) {
		DocumentProperties.PropertyChange change = DocumentProperties.PropertyChange.of(difference);
		return (isIn(secret, difference.before()) || isIn(secret, difference.after())) ? change.hidden() : change;
	}

	private static boolean isIn(Set<String> secret, @Nullable Object value) {
		return value != null && secret.contains(String.valueOf(value));
	}

	private Map<String, Object> properties(Map<String, String> values) {
		return Readability.of(this.draft.location(), values).content().properties();
	}

	/**
	 * Return why it is not to be written.
	 * @return the problems
	 */
	public List<SchemaProblem> problems() {
		return this.judged.problems();
	}

	/**
	 * Return whether nothing but the fleet is against it.
	 * @return whether it may be written without the verdict of the fleet
	 */
	public boolean isOnlyTheFleetAgainst() {
		return this.judged.isRefused() && this.judged.levels().contains(Judged.FLEET);
	}

	public boolean isDeleting() {
		return !deletes(this.draft, this.present).isEmpty();
	}

	public boolean isDeletingOnly() {
		return isDeleting() && puts(this.draft, this.present).isEmpty();
	}

	public boolean isWritable() {
		return !rows().isEmpty() && !this.judged.isRefused() && overtaken().isEmpty();
	}

	/**
	 * Return who has judged, in words.
	 * @return a sentence
	 */
	public String verdict() {
		List<String> levels = this.judged.levels();
		if (this.judged.isRefused()) {
			return "";
		}
		if (levels.contains(Judged.FLEET)) {
			return "Every live build that reads these keys would accept it.";
		}
		String why = this.unjudged ? "The fleet was not asked" : "No live instance says that it reads these keys";
		return why + (levels.contains(Judged.SCHEMA) ? ": only the schema has judged."
				: ": all that is known is that it can be read.");
	}

	/**
	 * Return what is written, on the condition that every key is as it was shown.
	 * @return the transaction
	 */
	Transaction transaction() {
		Transaction.Builder transaction = Transaction.builder();
		for (KeyDraft.Edit edit : this.draft.edits()) {
			KeyDraft.Kind kind = edit.kind(this.present.get(edit.key()));
			if (kind != null) {
				transaction.whenModified(edit.key(), edit.revision());
			}
			if (kind == KeyDraft.Kind.DELETED) {
				transaction.delete(edit.key());
			}
			else if (kind != null) {
				transaction.put(edit.key(), String.valueOf(edit.value()).getBytes(StandardCharsets.UTF_8));
			}
		}
		return transaction.build();
	}

	/**
	 * What is done to a key.
	 *
	 * @param key the key
	 * @param kind what is done
	 */
	record Row(String key, String kind) {
	}

}
