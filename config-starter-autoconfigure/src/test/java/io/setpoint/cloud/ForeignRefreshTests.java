package io.setpoint.cloud;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.setpoint.Pool;
import io.setpoint.acceptance.TestLocation;
import io.setpoint.document.LocationPropertySource;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of refreshes that somebody else starts, in an application whose etcd is out of
 * reach and whose location is written by the test.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForeignRefreshTests {

	private final TestLocation location = TestLocation.in("/config/test/");

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() throws Exception {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.config.import=optional:etcd:/config/test/", "--setpoint.etcd.endpoints=http://127.0.0.1:1",
					"--setpoint.snapshot.enabled=false", "--spring.main.banner-mode=off");
		change("pricing/percent", "2", "pool/size", "2");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void refreshWhenContextRefresherIsCalledKeepsLiveSources() throws Exception {
		List<LocationPropertySource> sources = LocationPropertySource.in(this.context.getEnvironment());
		this.context.getBean(ContextRefresher.class).refresh();
		assertThat(LocationPropertySource.in(this.context.getEnvironment())).containsExactlyElementsOf(sources);
		assertThat(state()).isEqualTo("environment=2 record=2 bean=2");
		change("pricing/percent", "3", "pool/size", "3");
		assertThat(state()).isEqualTo("environment=3 record=3 bean=3");
		this.context.getBean(ContextRefresher.class).refresh();
		assertThat(state()).isEqualTo("environment=3 record=3 bean=3");
	}

	@Test
	void refreshWhenContextRefresherIsCalledNeverShowsDefault() throws Exception {
		Pool pool = this.context.getBean(Pool.class);
		assertThat(pool.given()).containsExactly(2);
		this.context.getBean(ContextRefresher.class).refresh();
		this.context.publishEvent(new EnvironmentChangeEvent(this.context, Set.of("pool.size")));
		this.location.awaitFollowers(this.context);
		assertThat(pool.given()).containsExactly(2);
	}

	@Test
	void refreshWhenOtherSourceChangedRebindsTypesThatReadIt() throws Exception {
		other("pricing.percent", "7", "pool.size", "7");
		assertThat(this.context.getBean(Pricing.class).percent()).isEqualTo(2);
		this.context.publishEvent(new EnvironmentChangeEvent(this.context, Set.of("pricing.percent", "pool.size")));
		this.location.awaitFollowers(this.context);
		assertThat(state()).isEqualTo("environment=7 record=7 bean=7");
	}

	@Test
	void refreshWhenOtherSourceIsInvalidKeepsLastGoodValueAndReports(CapturedOutput output) throws Exception {
		other("pricing.percent", "-7", "pool.size", "7");
		this.context.publishEvent(new EnvironmentChangeEvent(this.context, Set.of("pricing.percent", "pool.size")));
		this.location.awaitFollowers(this.context);
		assertThat(state()).isEqualTo("environment=-7 record=2 bean=7");
		assertThat(output).contains("Refused what a source other than etcd says about " + Pricing.class.getName());
		change("pricing/percent", "5");
		assertThat(this.context.getBean(Pricing.class).percent()).isEqualTo(2);
		this.context.getEnvironment().getPropertySources().remove("other");
		this.context.publishEvent(new EnvironmentChangeEvent(this.context, Set.of("pricing.percent", "pool.size")));
		this.location.awaitFollowers(this.context);
		assertThat(state()).isEqualTo("environment=5 record=5 bean=2");
	}

	private void other(String... properties) {
		Map<String, Object> map = new HashMap<>();
		for (int i = 0; i < properties.length; i += 2) {
			map.put(properties[i], properties[i + 1]);
		}
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("other", map));
	}

	private void change(String... keysAndValues) throws Exception {
		this.location.change(this.context, keysAndValues);
	}

	private String state() {
		return "environment=" + this.context.getEnvironment().getProperty("pricing.percent") + " record="
				+ this.context.getBean(Pricing.class).percent() + " bean=" + this.context.getBean(Pool.class).getSize();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ Pricing.class, Pool.class })
	static class Application {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Min(0) int percent) {
	}

}
