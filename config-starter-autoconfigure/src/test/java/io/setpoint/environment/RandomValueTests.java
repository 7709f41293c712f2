package io.setpoint.environment;

import java.util.UUID;

import io.setpoint.Live;
import io.setpoint.acceptance.TestLocation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are no function of etcd do not change because something else did.
 */
class RandomValueTests {

	@Test
	void randomValueWhenAnotherPropertyChangesStays() throws Exception {
		TestLocation location = TestLocation.with("node/size", "1", "node/salt", "${random.uuid}", "pool/size", "1",
				"pool/salt", "${random.uuid}");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.listeners(Moment.environmentPrepared(Ordered.HIGHEST_PRECEDENCE + 20, location::addTo))
			.run("--node.id=${random.uuid}-${random.uuid}", "--spring.main.banner-mode=off",
					"--setpoint.snapshot.enabled=false")) {
			Live<Node> live = live(context);
			Node first = live.get();
			String salt = context.getBean(Pool.class).getSalt();
			assertThat(first.id().substring(0, 36)).isNotEqualTo(first.id().substring(37));
			location.change(context, "node/size", "2", "pool/size", "2");
			assertThat(live.get()).isEqualTo(new Node(2, first.id(), first.salt()));
			assertThat(context.getBean(Pool.class).getSize()).isEqualTo(2);
			assertThat(context.getBean(Pool.class).getSalt()).isEqualTo(salt);
			location.change(context, "node/size", "many");
			location.change(context, "node/size", "3");
			assertThat(live.get()).isEqualTo(new Node(3, first.id(), first.salt()));
			location.change(context, "node/salt", "0-0-0-0-1");
			assertThat(live.get()).isEqualTo(new Node(3, first.id(), UUID.fromString("0-0-0-0-1")));
		}
	}

	@SuppressWarnings("unchecked")
	private static Live<Node> live(ConfigurableApplicationContext context) {
		return (Live<Node>) context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Node.class))
			.getObject();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ Node.class, Pool.class })
	static class Application {

	}

	@ConfigurationProperties("node")
	record Node(int size, String id, UUID salt) {
	}

	@ConfigurationProperties("pool")
	static class Pool {

		private int size;

		private String salt = "";

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

		String getSalt() {
			return this.salt;
		}

		void setSalt(String salt) {
			this.salt = salt;
		}

	}

}
