package io.setpoint.actuate;

import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.setpoint.refresh.ConfigurationWatch;
import io.setpoint.store.StoreException;

/**
 * Reads etcd now, and waits until beans have followed what is new.
 *
 * @since 0.1.0
 */
public final class RefreshOperation {

	private static final long DEADLINE_SECONDS = 30;

	private final ConfigurationWatch watch;

	private final Supplier<? extends Collection<String>> withoutImports;

	/**
	 * Create an operation.
	 * @param watch reads etcd
	 * @param withoutImports what a refresh does in an application that imports nothing
	 * from etcd
	 */
	public RefreshOperation(ConfigurationWatch watch, Supplier<? extends Collection<String>> withoutImports) {
		this.watch = watch;
		this.withoutImports = withoutImports;
	}

	/**
	 * Refresh.
	 * @return the names of the properties that changed
	 * @throws RefreshUnavailableException if etcd is out of reach
	 */
	public Collection<String> refresh() {
		if (this.watch.statuses().isEmpty()) {
			return this.withoutImports.get();
		}
		try {
			return new TreeSet<>(this.watch.refresh().get(DEADLINE_SECONDS, TimeUnit.SECONDS));
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
