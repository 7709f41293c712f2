package io.setpoint.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ApplyObserver;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.acceptance.ConfigurationWatch.MirrorsFactory;
import io.setpoint.acceptance.Interpreter;
import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import io.setpoint.mirror.MirrorListener;
import io.setpoint.mirror.MirrorListeners;
import io.setpoint.mirror.MirrorSettings;
import io.setpoint.mirror.Mirrors;
import io.setpoint.rollout.FollowingListener;
import io.setpoint.rollout.follow.RolloutFollower;
import io.setpoint.rollout.imports.ImportedRollouts;
import io.setpoint.store.ConnectionSettings;
import io.setpoint.store.EtcdClientCustomizer;
import io.setpoint.store.EtcdSource;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The watch over the imported locations.
 */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

	private static final Log logger = LogFactory.getLog(ConfigurationWatch.class);

	@Bean
	@Lazy
	@ConditionalOnMissingBean(EtcdConnectionDetails.class)
	PropertiesEtcdConnectionDetails setpointEtcdConnectionDetails(ObjectProvider<SetpointProperties> properties,
			ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesEtcdConnectionDetails(SettingsInForce.of(ImportSession.of(beanFactory),
				() -> properties.getIfAvailable(() -> bound(environment))), sslBundles.getIfAvailable());
	}

	private static SetpointProperties bound(Environment environment) {
		return Binder.get(environment).bindOrCreate("setpoint", SetpointProperties.class);
	}

	/**
	 * Says to whoever else needs etcd how it is reached.
	 * @param details how it is reached
	 * @param environment has time-outs and headers
	 * @param customizers have a say in all calls
	 * @return knows it whenever it is asked
	 */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	EtcdSource setpointEtcdSource(ObjectProvider<EtcdConnectionDetails> details, Environment environment,
			ObjectProvider<EtcdClientCustomizer> customizers) {
		return () -> {
			ConnectionSettings settings = ConnectionSettings.of(environment);
			return WatchConnection.to(details.getObject())
				.withTimeouts(settings.connectTimeout(), settings.callTimeout())
				.withHeaders(settings.headers())
				.withCustomizers(customizers.orderedStream().toList());
		};
	}

	@Bean
	@Lazy
	WatchConnection setpointWatchConnection(ImportSession session, EtcdConnectionDetails details,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<EtcdClientCustomizer> customizers) {
		WatchConnection connection = new WatchConnection(session, details, customizers.orderedStream().toList());
		String bundle = session.properties().etcd().ssl().bundle();
		sslBundles.ifAvailable((bundles) -> {
			if (bundle != null && bundles.getBundleNames().contains(bundle)) {
				bundles.addBundleUpdateHandler(bundle, connection::reload);
			}
		});
		return connection;
	}

	@Bean
	ConfigurationWatch setpointConfigurationWatch(AcceptancePipeline pipeline,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<WatchConnection> connection,
			Environment environment) {
		ImportSession imports = ImportSession.of(beanFactory);
		Map<String, String> ranges = (imports != null) ? ranges(pipeline, imports) : Map.of();
		if (imports == null || ranges.isEmpty()) {
			if (Binder.get(environment).bind("setpoint.enabled", Boolean.class).orElse(true)) {
				logger.info("Nothing is imported from etcd; add 'spring.config.import=etcd:' to follow it");
			}
			return new ConfigurationWatch(pipeline, ranges, Interpreter.PLAIN, List.of(), (none, loop, listener) -> {
				throw new IllegalStateException("There are no locations to mirror");
			}, Readiness.isAwaited(beanFactory));
		}
		ImportedRollouts rollouts = ImportedRollouts.of(imports);
		Interpreter interpreter = rollouts.isEmpty() ? Interpreter.PLAIN
				: new RolloutFollower(rollouts.all(), imports.identity(), pipeline.accepted(), pipeline.unusableKeys(),
						pipeline.variations(), () -> connection.getObject().store(),
						OwnBeans.of(beanFactory, FollowingListener.class));
		return new ConfigurationWatch(pipeline, ranges, interpreter, OwnBeans.of(beanFactory, ApplyObserver.class),
				mirrors(imports, connection.getObject(), OwnBeans.of(beanFactory, MirrorListener.class)),
				Readiness.isAwaited(beanFactory));
	}

	/**
	 * Begins to follow etcd when the application is ready.
	 * @param watch what follows
	 * @param context the context that becomes ready
	 * @return told of it
	 */
	@Bean
	ApplicationListener<ApplicationReadyEvent> setpointOpeningListener(ObjectProvider<ConfigurationWatch> watch,
			ApplicationContext context) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				watch.ifAvailable(ConfigurationWatch::ready);
			}
		};
	}

	private static MirrorsFactory mirrors(ImportSession imports, WatchConnection connection,
			List<MirrorListener> listeners) {
		return (locations, loop, listener) -> {
			Mirrors mirrors = new Mirrors(connection.store(), loop, settings(imports.properties().watch()), locations,
					connection.initialImage(), MirrorListeners.of(listener, listeners),
					() -> ThreadLocalRandom.current().nextDouble());
			imports.locations()
				.stream()
				.filter((location) -> locations.contains(location.watched()))
				.forEach((location) -> mirrors.named(location.watched(), location.displayName()));
			Map<String, StoreException> outage = new HashMap<>(imports.outage());
			outage.keySet().retainAll(locations);
			outage.forEach(mirrors::told);
			return mirrors;
		};
	}

	/**
	 * Return what is mirrored for each location: its keys, or the one that says which
	 * version it shows.
	 * @param pipeline holds the locations
	 * @param imports knows what says what they show
	 * @return the mirrored ranges by the prefixes of the contents
	 */
	private static Map<String, String> ranges(AcceptancePipeline pipeline, ImportSession imports) {
		Map<String, String> ranges = new LinkedHashMap<>();
		pipeline.accepted()
			.locations()
			.forEach((source) -> ranges.put(source.content().prefix(), source.content().prefix()));
		imports.locations().forEach((location) -> ranges.replace(location.prefix(), location.watched()));
		return ranges;
	}

	private static MirrorSettings settings(SetpointProperties.Watch watch) {
		MirrorSettings defaults = MirrorSettings.defaults();
		return new MirrorSettings(watch.backoff().initial(), watch.backoff().multiplier(), watch.backoff().max(),
				watch.heartbeatInterval(), watch.heartbeatTimeout(), watch.staleAfter(), watch.reconcileInterval(),
				defaults.failuresBeforeRenewal(), defaults.maxBacklog());
	}

}
