package io.setpoint.store;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Knows how etcd is reached, whenever it is connected to.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EtcdSource extends Supplier<EtcdConnection> {

	/**
	 * Return a source for an application that imports nothing from etcd.
	 * @param environment has the settings
	 * @param bundles gives the SSL bundles, or {@code null} if there are none
	 * @param customizers gives those that have a say in all calls
	 * @return the source
	 */
	static EtcdSource of(Environment environment, Supplier<@Nullable SslBundles> bundles,
			Supplier<List<EtcdClientCustomizer>> customizers) {
		return () -> ConnectionSettings.of(environment).connection(bundles.get()).withCustomizers(customizers.get());
	}

}
