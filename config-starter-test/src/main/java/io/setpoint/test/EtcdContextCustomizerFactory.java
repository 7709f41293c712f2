package io.setpoint.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives each test class that has an etcd an application context of its own, which ends
 * with the etcd.
 */
class EtcdContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SharedEtcd shared = SharedEtcd.find(testClass).orElse(null);
		if (shared == null) {
			SharedEtcd.bindNoneToThread();
			return null;
		}
		shared.bindToThread();
		return new EtcdContextCustomizer(shared);
	}

	/**
	 * Equal for the same etcd, so that no context is reused with another one.
	 *
	 * @param shared the etcd
	 */
	private record EtcdContextCustomizer(SharedEtcd shared) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			this.shared.addProperties(context.getEnvironment());
			this.shared.use(context);
			context.getBeanFactory().registerSingleton("setpointTestEtcd", this.shared.etcd());
		}

	}

}
