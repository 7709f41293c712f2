package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Writes of plain keys, each on the condition that its key is as it was read.
 */
final class Batch {

	private static final int MAX_BYTES = 1024 * 1024;

	private final Map<String, Write> writes = new TreeMap<>();

	/**
	 * Put a value.
	 * @param key the whole key
	 * @param value the value
	 * @param revision the revision that wrote the key last, 0 if it is not there
	 */
	void put(String key, byte[] value, long revision) {
		this.writes.put(key, new Write(key, value, revision));
	}

	void delete(KeyValue entry) {
		this.writes.put(entry.key(), new Write(entry.key(), null, entry.modRevision()));
	}

	boolean isEmpty() {
		return this.writes.isEmpty();
	}

	/**
	 * Return a line for each write.
	 * @return the lines, without values
	 */
	List<String> lines() {
		return this.writes.values().stream().map(Write::line).toList();
	}

	List<Map<String, Object>> json() {
		return this.writes.values()
			.stream()
			.map((write) -> Map.<String, Object>of("key", write.key, "change", write.change()))
			.toList();
	}

	/**
	 * Return how many transactions it takes.
	 * @return the number, 1 if all can become visible together
	 */
	int parts() {
		return split().size();
	}

	/**
	 * Write everything.
	 * @param desk has etcd
	 * @return the last revision
	 * @throws RefusedException if somebody has changed a key in the meantime, or etcd is
	 * out of reach; the message says what is written and what is not
	 */
	long write(Desk desk) {
		List<List<Write>> parts = split();
		long revision = 0;
		int written = 0;
		for (List<Write> part : parts) {
			revision = write(desk, part, written);
			written += part.size();
			if (parts.size() > 1) {
				desk.remark("wrote " + written + " of " + this.writes.size() + " keys");
			}
		}
		return revision;
	}

	private long write(Desk desk, List<Write> part, int written) {
		Transaction.Builder transaction = Transaction.builder();
		part.forEach((write) -> write.addTo(transaction));
		try {
			TransactionOutcome outcome = desk.await(desk.store().commit(transaction.build()));
			if (outcome.succeeded()) {
				return outcome.revision();
			}
		}
		catch (StoreException ex) {
			Answer answer = Failures.answer(ex);
			throw new RefusedException(Answer.of(answer.status(), answer.message() + ". " + written + " of "
					+ this.writes.size() + " keys are known to be written" + again(written)));
		}
		throw RefusedException.conflict("Somebody else has changed one of these keys since they were read"
				+ ((written > 0) ? "; " + written + " of " + this.writes.size() + " were written before that" : "")
				+ ": look again and decide anew");
	}

	private String again(int written) {
		return (this.writes.size() == 1 && written == 0) ? ": look before you try again"
				: ": give the command again, it goes on where it was";
	}

	private List<List<Write>> split() {
		List<List<Write>> parts = new ArrayList<>();
		List<Write> part = new ArrayList<>();
		int bytes = 0;
		for (Write write : this.writes.values()) {
			if (part.size() == Transaction.MAX_OPERATIONS || (!part.isEmpty() && bytes + write.size() > MAX_BYTES)) {
				parts.add(part);
				part = new ArrayList<>();
				bytes = 0;
			}
			part.add(write);
			bytes += write.size();
		}
		if (!part.isEmpty()) {
			parts.add(part);
		}
		return parts;
	}

	/**
	 * A write.
	 *
	 * @param key the whole key
	 * @param value the value, {@code null} to delete the key
	 * @param revision the revision that wrote the key last, 0 if it is not there
	 */
	private record Write(String key, byte @Nullable [] value, long revision) {

		void addTo(Transaction.Builder transaction) {
			transaction.whenModified(this.key, this.revision);
			if (this.value != null) {
				transaction.put(this.key, this.value);
			}
			else {
				transaction.delete(this.key);
			}
		}

		int size() {
			return 2 * this.key.length() + ((this.value != null) ? this.value.length : 0);
		}

		String change() {
			if (this.value == null) {
				return "delete";
			}
			return (this.revision == 0) ? "add" : "change";
		}

		String line() {
			return ((this.value == null) ? "- " : (this.revision == 0) ? "+ " : "~ ") + this.key;
		}

	}

}
