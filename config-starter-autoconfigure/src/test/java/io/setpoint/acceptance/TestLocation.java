package io.setpoint.acceptance;

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
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A location whose keys are written by a test. It is the weakest source of the
 * environment.
 */
public final class TestLocation implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PREFIX = "/config/test/";

	private final String prefix;

	private final LocationPropertySource source;

	private long revision = 1;

	private TestLocation(String prefix, String... keysAndValues) {
		this.prefix = prefix;
		String name = "etcd:" + prefix;
		this.source = new LocationPropertySource(name,
				LocationContent.empty(prefix, name).with(changes(1, keysAndValues)).content());
	}

	/**
	 * Create a location that an initializer puts into the environment.
	 * @param keysAndValues the keys below the location, each followed by its value
	 * @return the location
	 */
	public static TestLocation with(String... keysAndValues) {
		return new TestLocation(PREFIX, keysAndValues);
	}

	/**
	 * Write to a location that the application itself has imported.
	 * @param prefix its prefix
	 * @param keysAndValues the keys below the location, each followed by its value
	 * @return the location
	 */
	public static TestLocation in(String prefix, String... keysAndValues) {
		return new TestLocation(prefix, keysAndValues);
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		addTo(context.getEnvironment());
	}

	/**
	 * Put the location into an environment, as an import does.
	 * @param environment the environment
	 */
	public void addTo(ConfigurableEnvironment environment) {
		environment.getPropertySources().addLast(this.source);
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
		Set<String> names = pipeline.propose(proposal(keysAndValues));
		awaitFollowers(beanFactory);
		return names;
	}

	List<Proposal> proposal(@Nullable String... keysAndValues) {
		this.revision++;
		Map<String, List<Change>> changes = Map.of(this.prefix, changes(this.revision, keysAndValues));
		return List.of(new Proposal(this.revision, Proposal.Kind.REVISION, changes));
	}

	/**
	 * Wait until everything has followed what was accepted so far.
	 * @param beanFactory where the pipeline is
	 * @throws Exception if something does not follow
	 */
	public void awaitFollowers(BeanFactory beanFactory) throws Exception {
		beanFactory.getBean(AcceptancePipeline.class).followed().get(60, TimeUnit.SECONDS);
	}

	private List<Change> changes(long revision, @Nullable String... keysAndValues) {
		List<Change> changes = new ArrayList<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			String key = this.prefix + keysAndValues[i];
			String value = keysAndValues[i + 1];
			changes.add((value != null)
					? new Change.Put(new KeyValue(key, value.getBytes(StandardCharsets.UTF_8), revision, revision))
					: new Change.Delete(key, revision));
		}
		return changes;
	}

}
