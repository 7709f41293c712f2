package io.setpoint.discovery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.naming.Announcement;
import io.setpoint.naming.Endpoint;
import io.setpoint.naming.Naming;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Registers instances in etcd, each under a lease of its own that is kept alive. Whatever
 * takes an entry away, it is there again as soon as etcd takes it.
 *
 * @since 0.1.0
 */
public final class EtcdServiceRegistry implements ServiceRegistry<EtcdRegistration> {

	/**
	 * The status of an instance that is registered.
	 */
	public static final String UP = "UP";

	/**
	 * The status of an instance that is not.
	 */
	public static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

	private static final Log logger = LogFactory.getLog(EtcdServiceRegistry.class);

	private final Naming naming;

	private final DiscoveryProperties properties;

	private final Map<String, Announcement> announcements = new ConcurrentHashMap<>();

	EtcdServiceRegistry(Naming naming, DiscoveryProperties properties) {
		this.naming = naming;
		this.properties = properties;
	}

	/**
	 * Register an instance. Returns at once and goes on to try, unless
	 * {@code setpoint.discovery.fail-fast} is set.
	 */
	@Override
	public void register(@Nullable EtcdRegistration registration) {
		if (registration == null) {
			return;
		}
		Endpoint endpoint = registration.endpoint();
		String key = this.naming.key(endpoint);
		CompletableFuture<Long> registered = announce(key, endpoint);
		if (registered == null) {
			return;
		}
		registered.thenAccept(
				(revision) -> logger.info("Registered " + endpoint + " as '" + key + "' at revision " + revision));
		if (this.properties.failFast()) {
			awaitOrWithdraw(registered, key);
		}
	}

	private synchronized @Nullable CompletableFuture<Long> announce(String key, Endpoint endpoint) {
		if (this.announcements.containsKey(key)) {
			return null;
		}
		Announcement announcement = this.naming.announcement(endpoint, this.properties.lease());
		this.announcements.put(key, announcement);
		return announcement.begin();
	}

	private void awaitOrWithdraw(CompletableFuture<Long> registered, String key) {
		try {
			await(registered, key);
		}
		catch (RegistrationFailedException ex) {
			withdraw(key);
			throw ex;
		}
	}

	private void await(CompletableFuture<Long> registered, String key) {
		Duration timeout = this.properties.registrationTimeout();
		try {
			registered.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new RegistrationFailedException(key, "etcd has not answered within " + timeout.toSeconds() + " s",
					ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new RegistrationFailedException(key, String.valueOf(cause.getMessage()), cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RegistrationFailedException(key, "the start was interrupted", ex);
		}
	}

	/**
	 * Take an instance out. Returns at once.
	 */
	@Override
	public void deregister(@Nullable EtcdRegistration registration) {
		if (registration == null) {
			return;
		}
		withdraw(this.naming.key(registration.endpoint()));
	}

	private synchronized void withdraw(String key) {
		Announcement announcement = this.announcements.remove(key);
		if (announcement != null) {
			this.naming.withdraw(key, announcement);
		}
	}

	/**
	 * Does nothing: what is registered stays so until it is taken out.
	 */
	@Override
	public void close() {
	}

	/**
	 * Let an instance be found, or no longer.
	 * @param registration the instance
	 * @param status {@link #UP}, or {@link #OUT_OF_SERVICE}
	 */
	@Override
	public void setStatus(EtcdRegistration registration, String status) {
		if (status.equalsIgnoreCase(UP)) {
			register(registration);
		}
		else if (status.equalsIgnoreCase(OUT_OF_SERVICE)) {
			deregister(registration);
		}
		else {
			throw new IllegalArgumentException("An instance is '" + UP + "' or '" + OUT_OF_SERVICE + "', and no other");
		}
	}

	/**
	 * Return whether an instance can be found.
	 * @param registration the instance
	 * @return {@link #UP} or {@link #OUT_OF_SERVICE}
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> T getStatus(EtcdRegistration registration) {
		String key = this.naming.key(registration.endpoint());
		return (T) (this.announcements.containsKey(key) ? UP : OUT_OF_SERVICE);
	}

}
