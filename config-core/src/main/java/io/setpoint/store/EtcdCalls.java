package io.setpoint.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.grpc.ClientInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * What is added to all calls of a connection to etcd.
 *
 * @since 0.1.0
 */
public final class EtcdCalls {

	private static final Log logger = LogFactory.getLog(EtcdCalls.class);

	private static final Set<String> RESERVED = Set.of("host", "content-type", "content-length", "accept", "te",
			"user-agent", "connection", "transfer-encoding", "token", "authorization");

	private final String client;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final List<ClientInterceptor> interceptors = new ArrayList<>();

	private final List<CallObserver> observers = new ArrayList<>();

	EtcdCalls(String client) {
		this.client = client;
	}

	/**
	 * Return what the connection is for.
	 * @return a word, such as {@code configuration} or {@code naming}
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Send a header with every call, streams included.
	 * @param name its name, in letters, digits, {@code -}, {@code _} and {@code .}
	 * @param value its value, in printable characters of ASCII
	 * @return this
	 */
	public EtcdCalls header(String name, String value) {
		String lower = name.toLowerCase(Locale.ROOT);
		Assert.isTrue(
				!lower.isEmpty() && lower.chars().allMatch(EtcdCalls::isOfName) && !lower.startsWith("grpc-")
						&& !lower.endsWith("-bin") && !RESERVED.contains(lower),
				() -> "The header '" + name + "' cannot be sent to etcd: it has another character than letters, digits,"
						+ " '-', '_' and '.', or is one of gRPC's own");
		Assert.isTrue(value.chars().allMatch((character) -> character >= ' ' && character < 127),
				() -> "The value of the header '" + name + "' cannot be sent to etcd: it has a character that is not"
						+ " printable ASCII");
		this.headers.put(lower, value);
		return this;
	}

	private static boolean isOfName(int character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-'
				|| character == '_' || character == '.';
	}

	/**
	 * Let an interceptor see every call of the client, streams included. It runs on the
	 * client's threads, in a watch on the one that reads the connection, and must not
	 * block them.
	 * @param interceptor the interceptor
	 * @return this
	 */
	public EtcdCalls intercept(ClientInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	/**
	 * Observe every call that has one answer.
	 * @param observer the observer
	 * @return this
	 */
	public EtcdCalls observe(CallObserver observer) {
		this.observers.add(observer);
		return this;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	List<ClientInterceptor> interceptors() {
		List<ClientInterceptor> all = new ArrayList<>(this.interceptors);
		this.observers.forEach((observer) -> all.add(new ObservedCalls(this.client, observer)));
		if (!this.headers.isEmpty()) {
			all.add(new SentHeaders(this.headers));
		}
		return all;
	}

	/**
	 * Return a task that runs as if on this thread, as far as the observers tell. An
	 * observer that fails takes nothing along: the task may be an answer that somebody
	 * waits for.
	 * @param task the task
	 * @return the task to run elsewhere
	 */
	Runnable carry(Runnable task) {
		Runnable carried = task;
		for (CallObserver observer : this.observers) {
			carried = carry(observer, carried);
		}
		return carried;
	}

	private static Runnable carry(CallObserver observer, Runnable task) {
		try {
			return observer.carry(task);
		}
		catch (Exception | LinkageError | AssertionError ex) {
			logger.debug("An observer of calls of etcd has failed, so a task goes on without what it takes along", ex);
			return task;
		}
	}

	boolean isObserved() {
		return !this.observers.isEmpty();
	}

}
