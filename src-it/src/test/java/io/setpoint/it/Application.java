package io.setpoint.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.setpoint.Live;
import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.acceptance.Refusal;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.mirror.MirrorStatus.State;
import org.awaitility.Awaitility;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * A running application.
 */
final class Application implements AutoCloseable {

	static final Duration LIMIT = Duration.ofSeconds(60);

	private final ConfigurableApplicationContext context;

	private final List<ApplicationEvent> events;

	Application(ConfigurableApplicationContext context, List<ApplicationEvent> events) {
		this.context = context;
		this.events = events;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@SuppressWarnings("unchecked")
	<T> Live<T> live(Class<T> type) {
		return (Live<T>) this.context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, type))
			.getObject();
	}

	<T> T get(Class<T> type) {
		return live(type).get();
	}

	Snapshot snapshot() {
		return bean(Snapshots.class).current();
	}

	String property(String name) {
		return this.context.getEnvironment().getProperty(name);
	}

	List<Refusal> refusals() {
		return bean(AcceptancePipeline.class).accepted().refusals();
	}

	Set<String> refusedKeys() {
		Set<String> keys = new TreeSet<>();
		refusals().forEach((refusal) -> keys.add(refusal.key()));
		return keys;
	}

	Map<String, MirrorStatus> statuses() {
		return bean(ConfigurationWatch.class).statuses();
	}

	boolean isAll(State state) {
		return statuses().values().stream().allMatch((status) -> status.state() == state);
	}

	/**
	 * Read etcd now.
	 * @return the names that changed
	 * @throws Exception if etcd is out of reach
	 */
	Set<String> refresh() throws Exception {
		try {
			return bean(ConfigurationWatch.class).refresh().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	<E extends ApplicationEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Wait until all that was accepted or refused so far has been followed.
	 */
	void awaitFollowed() {
		bean(AcceptancePipeline.class).followed().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	void awaitRevision(long revision) {
		await("revision " + revision, () -> snapshot().revision() >= revision);
	}

	void awaitAll(State state) {
		await(state.toString(), () -> isAll(state));
	}

	static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(condition);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
