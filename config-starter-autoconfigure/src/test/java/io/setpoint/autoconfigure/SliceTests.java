package io.setpoint.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that slices of an application know its live values, and need no etcd for them.
 */
@WebMvcTest(properties = { "spring.config.import=etcd:", "setpoint.enabled=false", "pricing.percent=7" })
@ContextConfiguration(classes = { SliceTests.Application.class, SliceTests.Prices.class })
class SliceTests {

	@Test
	void controllerReadsLiveValue(@Autowired MockMvcTester mvc) {
		assertThat(mvc.get().uri("/percent")).hasStatusOk().hasBodyTextEqualTo("7");
	}

	@Test
	void snapshotsAreThere(@Autowired Snapshots snapshots) {
		assertThat(snapshots.current().get(PricingProperties.class).percent()).isEqualTo(7);
	}

	@Test
	void everySliceGetsTheSame() throws IOException {
		List<Resource> slices = List.of(new PathMatchingResourcePatternResolver()
			.getResources("file:src/main/resources/META-INF/spring/*.test.autoconfigure.*.imports"));
		assertThat(slices).extracting(Resource::getFilename)
			.contains("org.springframework.boot.data.jpa.test.autoconfigure.AutoConfigureDataJpa.imports",
					"org.springframework.boot.webflux.test.autoconfigure.AutoConfigureWebFlux.imports");
		assertThat(slices).allSatisfy((slice) -> assertThat(slice.getContentAsString(StandardCharsets.UTF_8).strip())
			.isEqualTo(SetpointAutoConfiguration.class.getName()));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties(PricingProperties.class)
	static class Application {

	}

	@RestController
	static class Prices {

		private final Live<PricingProperties> pricing;

		Prices(Live<PricingProperties> pricing) {
			this.pricing = pricing;
		}

		@GetMapping("/percent")
		String percent() {
			return Integer.toString(this.pricing.get().percent());
		}

	}

	@ConfigurationProperties("pricing")
	record PricingProperties(int percent) {

	}

}
