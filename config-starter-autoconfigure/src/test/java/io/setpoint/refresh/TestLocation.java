package io.setpoint.refresh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A location whose keys are written by a test. It is the weakest source of the
 * environment.
 */
public final class TestLocation implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PREFIX = "/config/test/";

	private final LocationPropertySource source;

	private long revision = 1;

	private TestLocation(LocationPropertySource source) {
		this.source = source;
	}

	public static TestLocation with(String... keysAndValues) {
		LocationContent content = LocationContent.empty(PREFIX, "etcd:" + PREFIX)
			.with(changes(1, keysAndValues))
			.content();
		return new TestLocation(new LocationPropertySource("etcd:" + PREFIX, content));
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.getEnvironment().getPropertySources().addLast(this.source);
	}

	public LocationPropertySource source() {
		return this.source;
	}

	/**
	 * Change some keys in one revision, and wait until everything has followed.
	 * @param beanFactory where the pipeline is
	 * @param keysAndValues the keys below the location, each followed by its value, or by
	 * {@code null} to delete it
	 * @return the names that the pipeline accepted
	 * @throws Exception if something does not follow
	 */
	public Set<String> change(BeanFactory beanFactory, @Nullable String... keysAndValues) throws Exception {
		AcceptancePipeline pipeline = beanFactory.getBean(AcceptancePipeline.class);
		this.revision++;
		Map<String, List<Change>> changes = Map.of(PREFIX, changes(this.revision, keysAndValues));
		Set<String> names = pipeline.propose(List.of(new Proposal(this.revision, Proposal.Kind.REVISION, changes)));
		pipeline.followed().get(60, TimeUnit.SECONDS);
		return names;
	}

	private static List<Change> changes(long revision, @Nullable String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String key = PREFIX + keysAndValues[i];
			String value = keysAndValues[i + 1];
			changes.add((value != null)
					? new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), revision, revision))
					: new Change.Delete(key, revision));
		}
		return changes;
	}

}
