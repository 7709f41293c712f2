package io.setpoint.discovery;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Two services, as somebody would write them: the shop asks the stock by its name.
 */
final class ShopServices implements AutoCloseable {

	private final String endpoint;

	private final List<ConfigurableApplicationContext> running = new ArrayList<>();

	ShopServices(String endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Start an instance of the stock.
	 * @param arguments settings of its own
	 * @return the instance
	 */
	ConfigurableApplicationContext stock(String... arguments) {
		return start(Stock.class, "stock", arguments);
	}

	/**
	 * Start an instance of the shop.
	 * @param arguments settings of its own
	 * @return the instance
	 */
	ConfigurableApplicationContext shop(String... arguments) {
		return start(Shop.class, "shop", arguments);
	}

	private ConfigurableApplicationContext start(Class<?> application, String name, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.application.name=" + name, "--server.port=0",
				"--setpoint.etcd.endpoints=" + this.endpoint, "--setpoint.discovery.host=127.0.0.1",
				"--spring.main.banner-mode=off", "--setpoint.discovery.drain-delay=1ms"));
		List.of(arguments).forEach((argument) -> all.removeIf((preset) -> preset.startsWith(name(argument))));
		all.addAll(List.of(arguments));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
			.run(all.toArray(new String[0]));
		this.running.add(context);
		return context;
	}

	private static String name(String argument) {
		return argument.substring(0, argument.indexOf('=') + 1);
	}

	/**
	 * Return the key of an instance.
	 * @param instance the instance
	 * @return its key in etcd
	 */
	static String key(ConfigurableApplicationContext instance) {
		return instance.getEnvironment().getProperty("spring.application.name") + "/127.0.0.1:" + port(instance);
	}

	static int port(ConfigurableApplicationContext instance) {
		return ((WebServerApplicationContext) instance).getWebServer().getPort();
	}

	@Override
	public void close() {
		this.running.forEach(ConfigurableApplicationContext::close);
	}

	/**
	 * The stock.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Stock {

		private final Environment environment;

		Stock(Environment environment) {
			this.environment = environment;
		}

		@GetMapping("/whoami")
		String whoami() {
			return "stock at " + this.environment.getProperty("local.server.port");
		}

	}

	/**
	 * The shop.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@Bean
		@LoadBalanced
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

	}

}
