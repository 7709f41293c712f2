package io.setpoint.store;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * Writes that take place together, at one revision, or not at all. Immutable.
 *
 * @param conditions what must hold
 * @param writes what is written, each key once
 * @since 0.1.0
 */
public record Transaction(List<Condition> conditions, List<Write> writes) {

	/**
	 * How many conditions and how many writes etcd takes by default.
	 */
	public static final int MAX_OPERATIONS = 128;

	public Transaction {
		Assert.notEmpty(writes, "'writes' must not be empty");
		Assert.isTrue(conditions.size() <= MAX_OPERATIONS && writes.size() <= MAX_OPERATIONS,
				"A transaction takes at most " + MAX_OPERATIONS + " conditions and writes");
		conditions = List.copyOf(conditions);
		writes = List.copyOf(writes);
	}

	/**
	 * Begin a transaction.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * What must hold of a key.
	 */
	public sealed interface Condition {

		/**
		 * The key in question.
		 * @return the whole key
		 */
		String key();

	}

	/**
	 * The key was last written by a revision.
	 *
	 * @param key the whole key
	 * @param revision the revision, 0 for a key that does not exist
	 */
	public record Modified(String key, long revision) implements Condition {
	}

	/**
	 * The key was created by a revision, and never deleted since.
	 *
	 * @param key the whole key
	 * @param revision the revision, 0 for a key that does not exist
	 */
	public record Created(String key, long revision) implements Condition {
	}

	/**
	 * A write of one key.
	 */
	public sealed interface Write {

		/**
		 * The key to write.
		 * @return the whole key
		 */
		String key();

	}

	/**
	 * Put a value.
	 *
	 * @param key the whole key
	 * @param value the value
	 * @param lease the lease that the key lives under, 0 for none
	 */
	public record Put(String key, byte[] value, long lease) implements Write {

		/**
		 * Says which key it is, never its value.
		 */
		@Override
		public String toString() {
			return "Put '" + this.key + "' (" + this.value.length + " bytes)";
		}

	}

	/**
	 * Delete a key, if it is there.
	 *
	 * @param key the whole key
	 */
	public record Delete(String key) implements Write {
	}

	/**
	 * Collects conditions and writes. Not thread-safe.
	 */
	public static final class Builder {

		private final List<Condition> conditions = new ArrayList<>();

		private final List<Write> writes = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Require that a key was last written by a revision.
		 * @param key the whole key
		 * @param revision the revision, 0 for a key that must not exist
		 * @return this builder
		 */
		public Builder whenModified(String key, long revision) {
			this.conditions.add(new Modified(key, revision));
			return this;
		}

		/**
		 * Require that a key was created by a revision.
		 * @param key the whole key
		 * @param revision the revision, 0 for a key that must not exist
		 * @return this builder
		 */
		public Builder whenCreated(String key, long revision) {
			this.conditions.add(new Created(key, revision));
			return this;
		}

		/**
		 * Put a value.
		 * @param key the whole key
		 * @param value the value
		 * @return this builder
		 */
		public Builder put(String key, byte[] value) {
			return put(key, value, 0);
		}

		/**
		 * Put a value under a lease.
		 * @param key the whole key
		 * @param value the value
		 * @param lease the lease, 0 for none
		 * @return this builder
		 */
		public Builder put(String key, byte[] value, long lease) {
			this.writes.add(new Put(key, value, lease));
			return this;
		}

		/**
		 * Delete a key, if it is there.
		 * @param key the whole key
		 * @return this builder
		 */
		public Builder delete(String key) {
			this.writes.add(new Delete(key));
			return this;
		}

		/**
		 * Return the transaction.
		 * @return the transaction
		 */
		public Transaction build() {
			return new Transaction(this.conditions, this.writes);
		}

	}

}
