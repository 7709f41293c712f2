package io.setpoint.autoconfigure;

import java.util.Map;

import io.setpoint.Live;
import io.setpoint.acceptance.TestLocation;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The application of {@link AheadOfTimeTests}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({ AheadOfTimeApplication.Pricing.class, AheadOfTimeApplication.Pool.class })
public class AheadOfTimeApplication {

	@Bean
	Holder holder(Live<Pricing> pricing) {
		return new Holder(pricing);
	}

	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(AheadOfTimeApplication.class, arguments)) {
			TestLocation location = TestLocation.in("/config/test/");
			print(context);
			location.change(context, "pricing/percent", "2", "pool/size", "2");
			print(context);
		}
	}

	private static void print(ConfigurableApplicationContext context) {
		System.out.println(Map.entry("generated", AotDetector.useGeneratedArtifacts()) + " live="
				+ context.getBean(Holder.class).pricing().get().percent() + " bean="
				+ context.getBean(Pricing.class).percent() + " pool=" + context.getBean(Pool.class).getSize());
	}

	@ConfigurationProperties("pricing")
	record Pricing(@DefaultValue("1") int percent) {
	}

	@ConfigurationProperties("pool")
	static class Pool {

		private int size = 1;

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

	}

	record Holder(Live<Pricing> pricing) {
	}

}
