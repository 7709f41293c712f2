package io.setpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Proposal;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.mirror.MirrorPhase;
import io.setpoint.mirror.MirrorStatus;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * A location in the environment of an application under test, without etcd.
 */
public final class LocationFixture {

	public static final String PREFIX = "/config/checkout/";

	public static final String NAME = "etcd:/config/checkout/";

	public static final Instant SINCE = Instant.parse("2026-11-21T10:00:00Z");

	private LocationFixture() {
	}

	/**
	 * Put the location into the environment.
	 * @param keysAndValues keys below the prefix, each followed by its value
	 * @return the initializer
	 */
	public static ApplicationContextInitializer<ConfigurableApplicationContext> with(String... keysAndValues) {
		LocationContent content = LocationContent.empty(PREFIX, NAME).with(changes(1, keysAndValues)).content();
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.addLast(new LocationPropertySource(NAME, content));
	}

	/**
	 * Return the location by itself.
	 * @param keysAndValues keys below the prefix, each followed by its value
	 * @return its property source
	 */
	public static LocationPropertySource source(String... keysAndValues) {
		return new LocationPropertySource(NAME,
				LocationContent.empty(PREFIX, NAME).with(changes(1, keysAndValues)).content());
	}

	/**
	 * Put the location into the environment when it is prepared, as an import does.
	 * @param keysAndValues keys below the prefix, each followed by its value
	 * @return the listener
	 */
	public static ApplicationListener<ApplicationEnvironmentPreparedEvent> early(String... keysAndValues) {
		return new Early(LocationContent.empty(PREFIX, NAME).with(changes(1, keysAndValues)).content());
	}

	public static void propose(ApplicationContext context, long revision, String... keysAndValues) {
		context.getBean(AcceptancePipeline.class)
			.propose(List
				.of(new Proposal(revision, Proposal.Kind.REVISION, Map.of(PREFIX, changes(revision, keysAndValues)))));
	}

	private static List<Change> changes(long revision, String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String key = PREFIX + keysAndValues[i];
			String value = keysAndValues[i + 1];
			changes.add((value != null)
					? new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), 1, revision))
					: new Change.Delete(key, revision));
		}
		return changes;
	}

	public static Map<String, MirrorStatus> live(long revision) {
		return status(MirrorStatus.State.LIVE, MirrorPhase.LIVE, revision, null, false);
	}

	public static Map<String, MirrorStatus> stale(long revision, StoreException failure) {
		return status(MirrorStatus.State.STALE, MirrorPhase.BACKING_OFF, revision, failure, false);
	}

	public static Map<String, MirrorStatus> offline(StoreException failure) {
		return status(MirrorStatus.State.OFFLINE, MirrorPhase.BACKING_OFF, 0, failure, false);
	}

	public static Map<String, MirrorStatus> emptied(long revision) {
		return status(MirrorStatus.State.LIVE, MirrorPhase.LIVE, revision, null, true);
	}

	private static Map<String, MirrorStatus> status(MirrorStatus.State state, MirrorPhase phase, long revision,
			@Nullable StoreException failure, boolean emptied) {
		Instant lastHeard = (state == MirrorStatus.State.LIVE) ? SINCE.plusSeconds(5) : null;
		return Map.of(PREFIX, new MirrorStatus(state, phase, revision, SINCE, lastHeard, failure, emptied));
	}

	/**
	 * Comes after files were read, and before anything is bound.
	 *
	 * @param content what the location has
	 */
	private record Early(
			LocationContent content) implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			event.getEnvironment().getPropertySources().addLast(new LocationPropertySource(NAME, this.content));
		}

		@Override
		public int getOrder() {
			return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 5;
		}

	}

}
