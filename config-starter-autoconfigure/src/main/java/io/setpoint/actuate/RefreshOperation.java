package io.setpoint.actuate;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads etcd now and the other sources of the environment again, and waits until beans
 * have followed what is new.
 *
 * @since 0.1.0
 */
public final class RefreshOperation {

	private static final long DEADLINE_SECONDS = 30;

	private final ConfigurationWatch watch;

	private final Supplier<? extends Collection<String>> others;

	private final Supplier<? extends Collection<String>> withoutImports;

	/**
	 * Create an operation.
	 * @param watch reads etcd
	 * @param others reads the other sources again, and tells who reads them
	 * @param withoutImports what a refresh does in an application that imports nothing
	 * from etcd
	 */
	public RefreshOperation(ConfigurationWatch watch, Supplier<? extends Collection<String>> others,
			Supplier<? extends Collection<String>> withoutImports) {
		this.watch = watch;
		this.others = others;
		this.withoutImports = withoutImports;
	}

	/**
	 * Refresh.
	 * @return the names of the properties that changed
	 * @throws RefreshUnavailableException if etcd is out of reach, or another source
	 * cannot be read; the others are refreshed all the same
	 */
	public Collection<String> refresh() {
		if (this.watch.statuses().isEmpty()) {
			return this.withoutImports.get();
		}
		Set<String> names = new TreeSet<>();
		RuntimeException failure = refreshOthers(names);
		names.addAll(refreshEtcd());
		if (failure != null) {
			throw new RefreshUnavailableException("etcd was read, but not all other sources could be ("
					+ failure.getClass().getName() + "). Correct what is wrong there and refresh again", failure);
		}
		return names;
	}

	private @Nullable RuntimeException refreshOthers(Set<String> names) {
		try {
			names.addAll(this.others.get());
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private Collection<String> refreshEtcd() {
		try {
			return this.watch.refresh().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof StoreException failure) ? unavailable(failure)
					: new IllegalStateException("The refresh failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new RefreshUnavailableException(
					"The refresh has not come to an end within " + DEADLINE_SECONDS + " s; it goes on", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RefreshUnavailableException("The refresh was interrupted", ex);
		}
	}

	private static RefreshUnavailableException unavailable(StoreException failure) {
		return new RefreshUnavailableException(
				"etcd could not be read, the last good values stay. " + failure.getMessage(), failure);
	}

}
