package io.setpoint.it;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.setpoint.Snapshot;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.it.Ledger.Credit;
import io.setpoint.it.Ledger.Debit;
import io.setpoint.it.Ledger.Entry;
import io.setpoint.it.Ledger.Extra;
import io.setpoint.mirror.MirrorStatus.State;

/**
 * Compares an application with what etcd holds, less what it refuses and reports.
 *
 * @param application the application
 * @param written what etcd holds
 */
record LedgerAudit(Application application, Map<String, String> written) {

	boolean isPassed() {
		return difference().isEmpty();
	}

	/**
	 * Return what is wrong.
	 * @return a sentence, empty if all is well
	 */
	String difference() {
		if (!this.application.isAll(State.LIVE)) {
			return "not live: " + this.application.statuses();
		}
		Set<String> refused = this.application.refusedKeys();
		if (!refused.containsAll(invalidKeys()) || (invalidKeys().isEmpty() && !refused.isEmpty())) {
			return "invalid are " + invalidKeys() + ", refused are " + refused;
		}
		Map<String, String> accepted = accepted();
		Set<String> wrong = new TreeSet<>(this.written.keySet());
		wrong.addAll(accepted.keySet());
		wrong.removeAll(refused);
		wrong.removeIf((key) -> Objects.equals(this.written.get(key), accepted.get(key)));
		if (!wrong.isEmpty()) {
			return "accepted content differs from etcd in " + wrong;
		}
		return differenceOfBeans(accepted);
	}

	private String differenceOfBeans(Map<String, String> accepted) {
		Snapshot now = this.application.snapshot();
		Debit debit = new Debit(number(accepted, LedgerWriter.FIRST + "debit/amount"),
				accepted.getOrDefault(LedgerWriter.FIRST + "debit/note", "none"));
		Credit credit = new Credit(number(accepted, LedgerWriter.SECOND + "credit/amount"));
		Map<String, Integer> items = new TreeMap<>();
		accepted.forEach((key, value) -> {
			if (key.startsWith(LedgerWriter.FIRST + "extra/items/")) {
				items.put(key.substring(key.lastIndexOf('/') + 1), Integer.parseInt(value));
			}
		});
		String document = "debit: " + now.get(Entry.class).debit() + "\ncredit: " + now.get(Entry.class).credit();
		boolean same = debit.equals(now.get(Debit.class)) && credit.equals(now.get(Credit.class))
				&& items.equals(now.get(Extra.class).items())
				&& document.equals(accepted.get(LedgerWriter.SECOND + "entry.yaml"))
				&& String.valueOf(debit.amount()).equals(this.application.property("debit.amount"));
		return same ? "" : "beans or environment differ from the accepted content";
	}

	private static int number(Map<String, String> accepted, String key) {
		return Integer.parseInt(accepted.getOrDefault(key, "0"));
	}

	private Map<String, String> accepted() {
		Map<String, String> accepted = new TreeMap<>();
		this.application.bean(AcceptancePipeline.class)
			.accepted()
			.contents()
			.values()
			.forEach((content) -> content.entries()
				.forEach((entry) -> accepted.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8))));
		return accepted;
	}

	private Set<String> invalidKeys() {
		Set<String> keys = new HashSet<>();
		this.written.forEach((key, value) -> {
			if (LedgerWriter.isInvalid(value)) {
				keys.add(key);
			}
		});
		return keys;
	}

}
