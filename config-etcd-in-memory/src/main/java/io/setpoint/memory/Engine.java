package io.setpoint.memory;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.ResponseHeader;

/**
 * What an etcd of one member keeps while it runs and while it is stopped: keys, leases
 * and who watches. Everything happens under one lock, one request after the other, as
 * etcd applies its log.
 */
final class Engine {

	private final ResponseHeader identity;

	private final Keyspace keys = new Keyspace(this::committed);

	private final Leases leases;

	private final Transactions transactions;

	private final Watchers watchers = new Watchers(this);

	/**
	 * Create an engine without keys.
	 * @param identity the header of answers, without a revision
	 * @param ticker nanoseconds that pass, as {@link System#nanoTime()}
	 */
	Engine(ResponseHeader identity, LongSupplier ticker) {
		this.identity = identity;
		this.leases = new Leases(ticker);
		this.transactions = new Transactions(this.keys, this.leases);
	}

	private void committed(long revision, List<Event> events) {
		this.watchers.committed(revision, events);
	}

	/**
	 * Do something that nobody else does at the same time.
	 * @param action what to do
	 * @param <T> what comes of it
	 * @return what has come of it
	 */
	synchronized <T> T call(Function<Engine, T> action) {
		return action.apply(this);
	}

	synchronized void expireLeases() {
		this.leases.revokeExpired(this.keys);
	}

	Keyspace keys() {
		return this.keys;
	}

	Leases leases() {
		return this.leases;
	}

	Transactions transactions() {
		return this.transactions;
	}

	Watchers watchers() {
		return this.watchers;
	}

	ResponseHeader header() {
		return this.identity.toBuilder().setRevision(this.keys.revision()).build();
	}

	ResponseHeader identity() {
		return this.identity;
	}

}
