package io.setpoint.it;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.setpoint.test.EtcdServer;
import io.setpoint.test.EtcdTransaction;

/**
 * Writes random transactions, some of them invalid, for a {@link Ledger}. A number is
 * used once and the next one is larger.
 */
final class LedgerWriter {

	static final String FIRST = "/config/first/";

	static final String SECOND = "/config/second/";

	private static final List<String> INVALID_NUMBERS = List.of("-1", "many", "");

	private static final List<String> INVALID_DOCUMENTS = List.of("debit: [1", "debit: -1\ncredit: 1",
			"debit: 1\ndebit: 2\ncredit: 10");

	private final EtcdServer etcd;

	private final Random random;

	private int serial;

	LedgerWriter(EtcdServer etcd, Random random) {
		this.etcd = etcd;
		this.random = random;
	}

	/**
	 * Write what is needed at least, all of it valid, in one transaction.
	 */
	void seed() {
		this.etcd.txn((transaction) -> {
			pair(transaction, false);
			document(transaction, false);
			transaction.deletePrefix(FIRST + "extra/items/");
		});
	}

	/**
	 * Write some random transactions.
	 * @param limit how many at most
	 */
	void write(int limit) {
		for (int count = this.random.nextInt(limit + 1); count > 0; count--) {
			this.etcd.txn(next());
		}
	}

	private Consumer<EtcdTransaction> next() {
		boolean invalid = this.random.nextInt(5) == 0;
		return switch (this.random.nextInt(6)) {
			case 0, 1 -> (transaction) -> pair(transaction, invalid);
			case 2 -> (transaction) -> document(transaction, invalid);
			case 3 -> (transaction) -> {
				pair(transaction, invalid);
				document(transaction, this.random.nextInt(5) == 0);
				item(transaction, false);
			};
			case 4 -> (transaction) -> note(transaction);
			default -> (transaction) -> item(transaction, invalid);
		};
	}

	private void pair(EtcdTransaction transaction, boolean invalid) {
		int amount = ++this.serial;
		transaction.put(FIRST + "debit/amount", invalid ? anyOf(INVALID_NUMBERS) : String.valueOf(amount));
		transaction.put(SECOND + "credit/amount", String.valueOf(Ledger.FACTOR * amount));
	}

	private void document(EtcdTransaction transaction, boolean invalid) {
		int amount = ++this.serial;
		transaction.put(SECOND + "entry.yaml",
				invalid ? anyOf(INVALID_DOCUMENTS) : "debit: " + amount + "\ncredit: " + Ledger.FACTOR * amount);
	}

	private void note(EtcdTransaction transaction) {
		String key = FIRST + "debit/note";
		if (this.random.nextBoolean()) {
			transaction.delete(key);
		}
		else {
			transaction.put(key, "note " + ++this.serial);
		}
	}

	private void item(EtcdTransaction transaction, boolean invalid) {
		String key = FIRST + "extra/items/k" + this.random.nextInt(6);
		if (!invalid && this.random.nextInt(3) == 0) {
			transaction.delete(key);
		}
		else {
			transaction.put(key, invalid ? anyOf(INVALID_NUMBERS.subList(0, 2)) : String.valueOf(++this.serial));
		}
	}

	private String anyOf(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	/**
	 * Return what etcd holds.
	 * @return the values by key
	 */
	Map<String, String> written() {
		Map<String, String> written = new TreeMap<>(this.etcd.getAll(FIRST));
		written.putAll(this.etcd.getAll(SECOND));
		return written;
	}

	static boolean isInvalid(String value) {
		return INVALID_NUMBERS.contains(value) || INVALID_DOCUMENTS.contains(value);
	}

}
