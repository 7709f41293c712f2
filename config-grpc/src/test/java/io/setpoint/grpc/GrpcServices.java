package io.setpoint.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Two services, as somebody would write them: the shop asks the stock by its name.
 */
final class GrpcServices implements AutoCloseable {

	private final String endpoint;

	private final List<ConfigurableApplicationContext> running = new ArrayList<>();

	GrpcServices(String endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Start an instance of the stock, without discovery.
	 * @param arguments settings of its own
	 * @return the instance
	 */
	ConfigurableApplicationContext stock(String... arguments) {
		return start(Stock.class, WebApplicationType.NONE, "stock", alone(arguments));
	}

	/**
	 * Start an instance of the stock that discovery registers.
	 * @param arguments settings of its own
	 * @return the instance
	 */
	ConfigurableApplicationContext discoveredStock(String... arguments) {
		return start(Stock.class, WebApplicationType.SERVLET, "stock", List.of(arguments));
	}

	/**
	 * Start an instance of the shop, without discovery.
	 * @param arguments settings of its own
	 * @return the instance
	 */
	ConfigurableApplicationContext shop(String... arguments) {
		return start(Shop.class, WebApplicationType.NONE, "shop", alone(arguments));
	}

	private static List<String> alone(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--setpoint.discovery.enabled=false");
		return all;
	}

	private ConfigurableApplicationContext start(Class<?> application, WebApplicationType type, String name,
			List<String> arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.application.name=" + name, "--server.port=0",
				"--spring.grpc.server.port=0", "--setpoint.etcd.endpoints=" + this.endpoint,
				"--setpoint.grpc.host=127.0.0.1", "--setpoint.discovery.host=127.0.0.1",
				"--spring.main.banner-mode=off", "--spring.grpc.client.channel.stock.target=etcd:///stock",
				"--spring.grpc.server.shutdown.grace-period=5s"));
		arguments.forEach((argument) -> all.removeIf((preset) -> preset.startsWith(name(argument))));
		all.addAll(arguments);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(type)
			.run(all.toArray(new String[0]));
		this.running.add(context);
		return context;
	}

	private static String name(String argument) {
		return argument.substring(0, argument.indexOf('=') + 1);
	}

	static int port(ConfigurableApplicationContext stock) {
		return stock.getBean(GrpcServerLifecycle.class).getPort();
	}

	static String key(ConfigurableApplicationContext stock) {
		return "stock/127.0.0.1:" + port(stock);
	}

	static ManagedChannel channel(ConfigurableApplicationContext shop) {
		GrpcChannelFactory channels = shop.getBean(GrpcChannelFactory.class);
		ManagedChannel channel = channels.createChannel("stock");
		return channel;
	}

	/**
	 * Ask some instance of the stock who it is, at once or not at all.
	 * @param channel leads to the stock
	 * @return what it says
	 */
	static String ask(ManagedChannel channel) {
		return StockCalls.ask(channel, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
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
	static class Stock {

		@Bean
		BindableService stockService(Environment environment) {
			return StockCalls.answering(environment.getProperty("answer", "stock"));
		}

	}

	/**
	 * The shop.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

	}

}
